namespace Meerkat.Engine.Modules;

/// <summary>One extension, started once per served host. Its options come through its constructor.</summary>
public interface IModule
{
    /// <summary>Registers what the module does. Called once, at start-up, in the order of the list of modules.</summary>
    void Register(ModuleBuilder builder);
}
