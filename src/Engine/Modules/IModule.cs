namespace Meerkat.Engine.Modules;

/// <summary>
/// One extension on one served host. Its options come through its constructor: a module whose options change is replaced by
/// another. Owned by the <see cref="HostModules"/> of its host, which calls it, one call at a time.
/// </summary>
public interface IModule
{
    /// <summary>Before what it registers is there for anybody. Throws what keeps the module from running.</summary>
    ValueTask StartAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>
    /// Registers what the module does, and does nothing else: called after the start, in the order of the list of modules, and
    /// again whenever another module of the host comes or goes.
    /// </summary>
    void Register(ModuleBuilder builder);

    /// <summary>When what it registered is gone. What it began before may still be under way, and ends as if it were there.</summary>
    ValueTask StopAsync() => ValueTask.CompletedTask;
}
