using System.Collections.Immutable;

namespace Meerkat.Engine.Modules;

/// <summary>Which modules a host has, and what they are set to. Immutable.</summary>
public sealed record ModuleOptions
{
    /// <summary>The modules that the operator has switched, by name: true is on. The others are as their descriptor has it.</summary>
    public ImmutableDictionary<string, bool> Switches { get; init; } = ImmutableDictionary<string, bool>.Empty;

    public BlockingOptions Blocking { get; init; } = new();

    public DiscoOptions Disco { get; init; } = new();

    public OfflineOptions Offline { get; init; } = new();

    public PrivateOptions Private { get; init; } = new();

    public RegistrationOptions Register { get; init; } = new();

    public PushOptions Push { get; init; } = new();

    public bool Has(ModuleDescriptor module) =>
        module.IsRequired || Switches.GetValueOrDefault(module.Name, module.IsOnByDefault);

    public ModuleOptions With(string module, bool isOn) => this with { Switches = Switches.SetItem(module, isOn) };
}
