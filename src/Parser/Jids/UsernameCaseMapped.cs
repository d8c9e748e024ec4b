using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>The UsernameCaseMapped profile of PRECIS (RFC 8265 §3.3), which a localpart follows. Stateless; any thread.</summary>
internal static class UsernameCaseMapped
{
    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared) =>
        Precis.TryMap(text, Map, out prepared) && IsAllowed(prepared);

    private static string Map(string text) =>
        CodePointMapping.ToLower(CodePointMapping.MapWidth(text)).Normalize(NormalizationForm.FormC);

    private static bool IsAllowed(string text)
    {
        // A string in NFC is also in NFKC exactly if it holds none of HasCompat (RFC 8264 §9.17).
        if (!text.IsNormalized(NormalizationForm.FormKC))
            return false;
        Rune[] runes = [.. text.EnumerateRunes()];
        for (int i = 0; i < runes.Length; i++)
        {
            if (!Precis.IsIdentifier(runes, i))
                return false;
        }

        return !BidiRule.HasRightToLeft(runes) || BidiRule.IsSatisfied(runes);
    }
}
