using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Files of one kind: a path or an array of paths in the file, a repeated flag on the command line.</summary>
internal sealed class PathsType(string placeholder) : OptionType<IReadOnlyList<string>>
{
    private readonly PathType _item = new(placeholder);

    public override string Placeholder => placeholder;

    public override string Description => "a path, or a list of paths";

    public override string TomlExample => "a path in quotes, or an array of paths";

    public override bool IsList => true;

    public override string Format(IReadOnlyList<string> value) =>
        value.Count == 0 ? ListType<string>.None : string.Join(", ", value);

    public override string? FormatToml(IReadOnlyList<string> value) => value switch
    {
        [] => null,
        [var only] => TomlString.Write(only),
        _ => $"[{string.Join(", ", value.Select(TomlString.Write))}]",
    };

    public override bool TryParse(
        string text, [MaybeNullWhen(false)] out IReadOnlyList<string> value, [NotNullWhen(false)] out string? mistake) =>
        TryParseAll([text], out value, out mistake);

    public override bool TryParseAll(
        IReadOnlyList<string> texts,
        [MaybeNullWhen(false)] out IReadOnlyList<string> value,
        [NotNullWhen(false)] out string? mistake)
    {
        List<string> paths = [];
        (value, mistake) = (paths, null);
        if (texts is [ListType<string>.None]) return true;

        foreach (var text in texts)
        {
            if (!_item.TryParse(text, out var path, out mistake)) return false;
            paths.Add(path!);
        }

        return true;
    }

    public override bool TryConvert(
        TomlValue toml, ConfigurationFile file, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        if (toml is not (TomlArray or TomlString)) return Refuse(toml, file, out value);

        List<string> paths = [];
        IReadOnlyList<TomlValue> items = toml is TomlArray array ? array.Items : [toml];
        foreach (var item in items)
        {
            if (_item.TryConvert(item, file, out var path)) paths.Add(path!);
        }

        value = paths;
        return paths.Count == items.Count;
    }
}
