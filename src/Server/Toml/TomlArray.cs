namespace Meerkat.Server.Toml;

/// <summary>An array: written in brackets, or gathered from <c>[[headers]]</c>.</summary>
internal sealed class TomlArray(TomlPosition position, TomlArrayOrigin origin) : TomlValue(position)
{
    private readonly List<TomlValue> _items = [];

    public TomlArrayOrigin Origin { get; } = origin;

    public IReadOnlyList<TomlValue> Items => _items;

    public override string Description => "an array";

    internal void Add(TomlValue item) => _items.Add(item);
}

/// <summary>How an array came to be: only an array of <c>[[headers]]</c> may grow afterwards.</summary>
internal enum TomlArrayOrigin
{
    Brackets,
    Headers,
}
