namespace Meerkat.Engine.Modules;

/// <summary>A module that was started, and what it was made with. Immutable.</summary>
internal sealed record RunningModule(ModuleDescriptor Descriptor, IModule Module, object? Options)
{
    public string Name => Descriptor.Name;

    /// <summary>True if it can stay as it is under these options.</summary>
    public bool Fits(ModuleOptions options) => Equals(Descriptor.Options(options), Options);
}
