namespace Meerkat.Server.Toml;

/// <summary>A place in a TOML file: line and column in code points, both from 1.</summary>
internal readonly record struct TomlPosition(int Line, int Column) : IComparable<TomlPosition>
{
    public static TomlPosition Start { get; } = new(1, 1);

    public int CompareTo(TomlPosition other) => (Line, Column).CompareTo((other.Line, other.Column));
}
