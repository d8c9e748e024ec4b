namespace Meerkat.Engine.Admin;

/// <summary>What became of an ad-hoc command. Immutable.</summary>
internal sealed record AdHocOutcome
{
    public AdminFailure Failure { get; private init; }

    /// <summary>What is said of it; null: nothing but the fields and rows.</summary>
    public string? Note { get; init; }

    /// <summary>Values by name.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Fields { get; init; } = [];

    public IReadOnlyList<AdminColumn> Columns { get; init; } = [];

    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    public static AdHocOutcome Failed(AdminFailure failure, string why) => new() { Failure = failure, Note = why };

    public static AdHocOutcome Said(string note) => new() { Note = note };

    public static AdHocOutcome Field(string name, params IReadOnlyList<string> values) => new() { Fields = [(name, values)] };
}
