namespace Meerkat.Engine.Admin;

/// <summary>What a command answers with. Immutable.</summary>
public sealed record AdminShape(AdminShapeKind Kind, IReadOnlyList<AdminColumn> Columns)
{
    /// <summary>A sentence that says what was done.</summary>
    public static AdminShape Message { get; } = new(AdminShapeKind.Message, []);

    /// <summary>A text of several lines.</summary>
    public static AdminShape Text { get; } = new(AdminShapeKind.Text, []);

    public static AdminShape Number { get; } = new(AdminShapeKind.Number, []);

    /// <summary>Any number of texts.</summary>
    public static AdminShape ListOf(string name, string help) => new(AdminShapeKind.List, [new(name, AdminCell.Text, help)]);

    /// <summary>Any number of rows.</summary>
    public static AdminShape Table(params AdminColumn[] columns) => new(AdminShapeKind.Table, columns);

    /// <summary>One row.</summary>
    public static AdminShape Record(params AdminColumn[] columns) => new(AdminShapeKind.Record, columns);
}

/// <summary>How an answer is laid out.</summary>
public enum AdminShapeKind : byte
{
    Message,
    Text,
    Number,
    List,
    Table,
    Record,
}

/// <summary>One value in each row of an answer. Immutable.</summary>
public sealed record AdminColumn(string Name, AdminCell Cell, string Help);

/// <summary>What a value in a row is: a <see cref="string"/>, a <see cref="long"/>, a <see cref="bool"/>, or several strings; or
/// null where there is none.</summary>
public enum AdminCell : byte
{
    Text,
    Number,
    Boolean,
    Texts,
}
