namespace Meerkat.Engine.Admin;

/// <summary>One argument of a command. Immutable; any thread.</summary>
public abstract class AdminParameter(string name, string help, AdminType type)
{
    /// <summary>The name in JSON, and behind <c>--</c> on the command line.</summary>
    public string Name { get; } = name;

    /// <summary>What it means, in a sentence for administrators.</summary>
    public string Help { get; } = help;

    public AdminType Type { get; } = type;

    public bool IsRequired { get; init; } = true;
}

/// <inheritdoc/>
public sealed class AdminParameter<T>(string name, AdminType<T> type, string help) : AdminParameter(name, help, type)
{
    private readonly AdminType<T> _type = type;

    /// <summary>The same, but it may be left out.</summary>
    public AdminParameter<T> Optional() => new(Name, _type, Help) { IsRequired = false };
}
