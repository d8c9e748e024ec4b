using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Net;

namespace Meerkat.Server.Options;

/// <summary>One of the shapers that the file defines, by its name, or <c>none</c>: null.</summary>
internal sealed class ShaperNameType(ImmutableDictionary<string, ShaperRate> shapers) : OptionType<ShaperRate?>
{
    public override string Placeholder => "NAME";

    public override string Description => "a shaper, or \"none\"";

    public override string TomlExample => Description;

    public override string Format(ShaperRate? value) => value?.Name ?? ShaperRate.None;

    public override bool TryParse(string text, out ShaperRate? value, [NotNullWhen(false)] out string? mistake)
    {
        value = shapers.GetValueOrDefault(text);
        mistake = value is not null || text == ShaperRate.None ? null : $"there is no shaper '{text}'{Hint(text)}";
        return mistake is null;
    }

    private string Hint(string name) => Suggestion.DidYouMean(name, shapers.Keys.Append(ShaperRate.None)) is { Length: > 0 } hint
        ? hint
        : $"; define [{ShaperTable.Name}.{name}], or write none";
}
