using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// The OpaqueString profile of PRECIS (RFC 8265 §4.2), which passwords and resourceparts follow: case is kept, spaces
/// become U+0020, controls and unassigned code points are refused. Stateless; any thread.
/// </summary>
public static class OpaqueString
{
    /// <summary>False if the text is empty or holds what the profile disallows.</summary>
    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Precis.TryMap(text, Map, out prepared) && IsAllowed(prepared);
    }

    private static string Map(string text) => CodePointMapping.MapSpaces(text).Normalize(NormalizationForm.FormC);

    private static bool IsAllowed(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        for (int i = 0; i < runes.Length; i++)
        {
            if (!Precis.IsFreeform(runes, i))
                return false;
        }

        return true;
    }
}
