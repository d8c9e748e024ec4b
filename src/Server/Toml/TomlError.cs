namespace Meerkat.Server.Toml;

/// <summary>A mistake in a TOML file: where it is, what is wrong, and what to write instead.</summary>
internal sealed record TomlError(TomlPosition Position, string Message);
