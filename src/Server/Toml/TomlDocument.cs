namespace Meerkat.Server.Toml;

/// <summary>What a TOML file says, as far as it could be read, and all syntax mistakes in it in the order of the
/// file.</summary>
internal sealed record TomlDocument(TomlTable Root, IReadOnlyList<TomlError> Errors);
