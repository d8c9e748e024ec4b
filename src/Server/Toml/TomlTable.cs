using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Server.Toml;

/// <summary>A table: keys with their values, in the order of the file.</summary>
internal sealed class TomlTable(TomlPosition position, TomlTableOrigin origin) : TomlValue(position)
{
    private readonly OrderedDictionary<string, TomlEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Becomes <see cref="TomlTableOrigin.Header"/> when a table that sub-tables implied gets its own
    /// header.</summary>
    public TomlTableOrigin Origin { get; internal set; } = origin;

    public IEnumerable<TomlEntry> Entries => _entries.Values;

    public override string Description => "a table";

    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry) => _entries.TryGetValue(key, out entry);

    internal void Add(TomlKey key, TomlValue value) => _entries.Add(key.Name, new TomlEntry(key, value));
}

/// <summary>How a table came to be, which decides what may still be added to it (TOML 1.0, "Table").</summary>
internal enum TomlTableOrigin
{
    /// <summary>Named only on the way to a sub-table: <c>a</c> in <c>[a.b]</c>.</summary>
    Implied,

    /// <summary>Has a header of its own, or is the root.</summary>
    Header,

    /// <summary>Made by a dotted key: <c>a</c> in <c>a.b = 1</c>.</summary>
    DottedKey,

    /// <summary>Written in braces; nothing may be added.</summary>
    Inline,
}

/// <summary>A key and its value.</summary>
internal sealed record TomlEntry(TomlKey Key, TomlValue Value);

/// <summary>One part of a key, unquoted, and where it stands.</summary>
internal sealed record TomlKey(string Name, TomlPosition Position);
