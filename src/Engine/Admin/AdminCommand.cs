namespace Meerkat.Engine.Admin;

/// <summary>
/// One thing that an administrator can have done: its name, arguments and answer, from which the HTTP API, <c>meerkat ctl</c>,
/// the ad-hoc commands and the reference are made. Immutable; any thread.
/// </summary>
public sealed record AdminCommand(string Category, string Name, string Help)
{
    public string FullName => $"{Category} {Name}";

    public IReadOnlyList<AdminParameter> Parameters { get; init; } = [];

    public AdminShape Shape { get; init; } = AdminShape.Message;

    /// <summary>False if nothing is different afterwards.</summary>
    public bool IsChange { get; init; }

    public AdminLevel Level { get; init; } = AdminLevel.Domain;

    public IReadOnlyList<AdminAlias> Aliases { get; init; } = [];

    /// <summary>Does it. The arguments were read and the caller's right was checked.</summary>
    public required Func<AdminContext, AdminArguments, ValueTask<AdminResult>> Run { get; init; }
}
