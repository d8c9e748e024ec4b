namespace Meerkat.Server.Toml;

/// <summary>Unwinds the reader from the middle of a statement it cannot make sense of. Never leaves
/// <see cref="TomlReader"/>.</summary>
internal sealed class TomlSyntaxException(TomlPosition position, string message) : Exception(message)
{
    public TomlError Error { get; } = new(position, message);
}
