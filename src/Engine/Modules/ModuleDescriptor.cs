namespace Meerkat.Engine.Modules;

/// <summary>A module there is: what it is called, what it needs and how it is made. Immutable.</summary>
/// <param name="Name">Its name in the configuration: lower-case letters, digits and underscores.</param>
/// <param name="Summary">What it does, for operators: a line without a full stop.</param>
/// <param name="Create">Makes it for one host; must not start anything.</param>
public sealed record ModuleDescriptor(string Name, string Summary, Func<ModuleContext, IModule> Create)
{
    /// <summary>Every host has it: without it the host is no XMPP server.</summary>
    public bool IsRequired { get; init; }

    /// <summary>A host has it unless the operator says otherwise.</summary>
    public bool IsOnByDefault { get; init; } = true;

    /// <summary>Modules that the host must have too; they are started before this one.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Services of the node that must run before this module is started.</summary>
    public IReadOnlyList<string> NeedsServices { get; init; } = [];

    /// <summary>What it reads of the options: a module is replaced when this changes.</summary>
    public Func<ModuleOptions, object?> Options { get; init; } = _ => null;
}
