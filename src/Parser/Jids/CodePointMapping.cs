using System.Globalization;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>The mapping rules of PRECIS profiles (RFC 8264 §5.2) and of IDNA (RFC 5895 §2). Stateless; any thread.</summary>
internal static class CodePointMapping
{
    /// <summary>
    /// Full-width and half-width code points become what they are wide or narrow forms of. Those left out (Hangul,
    /// symbols) map to what neither a localpart nor a domainpart may hold.
    /// </summary>
    public static string MapWidth(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uFF01', '\uFF9F') < 0)
            return text;
        var builder = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is >= '\uFF01' and <= '\uFF5E')
                builder.Append((char)(c - 0xFEE0));
            else if (c is >= '\uFF61' and <= '\uFF9F')
                builder.Append(c.ToString().Normalize(NormalizationForm.FormKC));
            else
                builder.Append(c);
        }

        return builder.ToString();
    }

    /// <summary>
    /// Each code point's lower case, with no regard to its neighbours: a capital sigma always becomes U+03C3, as RFC 8265
    /// §3.5 shows.
    /// </summary>
    public static string ToLower(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            AppendLower(builder, rune);
        return builder.ToString();
    }

    /// <summary>
    /// As <see cref="ToLower"/>, but for Cherokee: case folding turns its small letters into capitals, so that the capitals
    /// are what a domain name holds (RFC 5892 §2.2).
    /// </summary>
    public static string ToLowerInLabel(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (UnicodeTables.IsCherokeeCapital(rune.Value))
                builder.Append(rune.ToString());
            else
                AppendLower(builder, rune);
        }

        return builder.ToString();
    }

    /// <summary>Any space becomes U+0020 (RFC 8265 §4.2.2).</summary>
    public static string MapSpaces(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (int i = 0; i < span.Length; i++)
            span[i] = char.GetUnicodeCategory(source[i]) == UnicodeCategory.SpaceSeparator ? ' ' : source[i];
    });

    private static void AppendLower(StringBuilder builder, Rune rune)
    {
        // The one code point with a longer lower case; the runtime leaves it as it is.
        if (rune.Value == 0x130)
            builder.Append("i\u0307");
        else
            builder.Append(Rune.ToLowerInvariant(rune).ToString());
    }
}
