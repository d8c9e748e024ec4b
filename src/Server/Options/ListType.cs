using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Several values of one kind: an array in the file, a repeated flag on the command line.</summary>
internal sealed class ListType<T>(OptionType<T> item) : OptionType<IReadOnlyList<T>>
{
    /// <summary>Stands for the empty list on the command line.</summary>
    public const string None = "none";

    public override string Placeholder => item.Placeholder;

    public override string Description => $"a list, each {item.Description}";

    public override string TomlExample => $"an array, each {item.TomlExample}";

    public override bool IsList => true;

    public override string Format(IReadOnlyList<T> value) =>
        value.Count == 0 ? None : string.Join(", ", value.Select(item.Format));

    public override string FormatToml(IReadOnlyList<T> value) =>
        $"[{string.Join(", ", value.Select(item.FormatToml))}]";

    public override bool TryParse(
        string text, [MaybeNullWhen(false)] out IReadOnlyList<T> value, [NotNullWhen(false)] out string? mistake) =>
        TryParseAll([text], out value, out mistake);

    public override bool TryParseAll(
        IReadOnlyList<string> texts,
        [MaybeNullWhen(false)] out IReadOnlyList<T> value,
        [NotNullWhen(false)] out string? mistake)
    {
        List<T> items = [];
        (value, mistake) = (items, null);
        if (texts is [None]) return true;

        foreach (var text in texts)
        {
            if (!item.TryParse(text, out var parsed, out mistake)) return false;
            items.Add(parsed);
        }

        return true;
    }

    public override bool TryConvert(
        TomlValue toml, ConfigurationFile file, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        if (toml is not TomlArray array) return Refuse(toml, file, out value);

        List<T> items = [];
        foreach (var element in array.Items)
        {
            if (item.TryConvert(element, file, out var converted)) items.Add(converted);
        }

        value = items;
        return items.Count == array.Items.Count;
    }
}
