using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// Prepares a domainpart (RFC 7622 §3.2): an IPv6 literal, or labels that are NR-LDH or U-labels of IDNA2008 (RFC 5891),
/// A-labels becoming U-labels. An IPv4 address is four NR-LDH labels. Stateless; any thread.
/// </summary>
internal static class Domainpart
{
    private const string AcePrefix = "xn--";

    // RFC 5890 §2.3.1, for A-labels and U-labels in their ASCII form alike.
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> _ipv6Chars = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared)
    {
        if (text.StartsWith('['))
            return TryPrepareIPv6(text, out prepared);
        if (!Precis.TryMap(text, Map, out prepared))
            return false;
        if (prepared.EndsWith('.'))
            prepared = prepared[..^1];
        string[] labels = prepared.Split('.');
        if (!TryPrepareLabels(labels))
            return false;
        prepared = string.Join('.', labels);
        return true;
    }

    /// <summary>RFC 5895 §2: lower case, width, NFC, and the ideographic full stop as a dot.</summary>
    private static string Map(string text) =>
        CodePointMapping.ToLowerInLabel(CodePointMapping.MapWidth(text)).Normalize(NormalizationForm.FormC).Replace('\u3002', '.');

    private static bool TryPrepareLabels(string[] labels)
    {
        var runes = new Rune[labels.Length][];
        bool isBidi = false;
        for (int i = 0; i < labels.Length; i++)
        {
            if (!TryPrepareLabel(labels[i], out runes[i]!))
                return false;
            labels[i] = string.Concat(runes[i]);
            isBidi |= BidiRule.HasRightToLeft(runes[i]);
        }

        // RFC 5893 §2: one right-to-left label puts all labels of the name under the rule.
        return !isBidi || Array.TrueForAll(runes, label => BidiRule.IsSatisfied(label));
    }

    private static bool TryPrepareLabel(string label, [NotNullWhen(true)] out Rune[]? runes)
    {
        if (label.StartsWith(AcePrefix, StringComparison.Ordinal))
            return TryDecodeALabel(label, out runes);
        runes = [.. label.EnumerateRunes()];
        return Ascii.IsValid(label) ? IsNonReservedLdh(label) : IsULabel(label, runes);
    }

    /// <summary>RFC 5891 §5.4: an A-label must be what its U-label encodes to.</summary>
    private static bool TryDecodeALabel(string label, [NotNullWhen(true)] out Rune[]? runes)
    {
        runes = null;
        if (label.Length > MaxLabelLength || !Punycode.TryDecode(label.AsSpan(AcePrefix.Length), out runes))
            return false;
        string unicode = string.Concat(runes);
        return !Ascii.IsValid(unicode)
            && Precis.TryMap(unicode, Map, out string? mapped)
            && mapped == unicode
            && IsULabel(unicode, runes)
            && label.AsSpan(AcePrefix.Length).SequenceEqual(Punycode.Encode(runes));
    }

    private static bool IsNonReservedLdh(string label)
    {
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        }

        return label.Length is > 0 and <= MaxLabelLength && HasGoodHyphens(label);
    }

    /// <summary>RFC 5891 §4.2, for a label that is mapped already.</summary>
    private static bool IsULabel(string label, ReadOnlySpan<Rune> runes)
    {
        // Punycode has at least one character for each code point, and takes time by the square of their number.
        if (runes.Length > MaxLabelLength - AcePrefix.Length)
            return false;
        if (!HasGoodHyphens(label) || !label.IsNormalized(NormalizationForm.FormKC) || IsMark(runes[0]))
            return false;
        for (int i = 0; i < runes.Length; i++)
        {
            if (!IsAllowed(runes, i))
                return false;
        }

        return AcePrefix.Length + Punycode.Encode(runes).Length <= MaxLabelLength;
    }

    /// <summary>
    /// RFC 5892 §3. PRECIS differs in three ways: in ASCII only letters, digits and the hyphen are valid, the four blocks
    /// of IgnorableBlocks are not, and neither is what case folding would change.
    /// </summary>
    private static bool IsAllowed(ReadOnlySpan<Rune> runes, int index)
    {
        var rune = runes[index];
        if (rune.IsAscii)
            return char.IsAsciiLetterLower((char)rune.Value) || char.IsAsciiDigit((char)rune.Value) || rune.Value == '-';
        return Precis.IsIdentifier(runes, index)
            && !UnicodeTables.IsIgnorableBlock(rune.Value)
            && !UnicodeTables.ChangesByCaseFolding(rune);
    }

    /// <summary>RFC 5891 §4.2.3.1: none at either end, and not two where the ACE prefix has them.</summary>
    private static bool HasGoodHyphens(string label) =>
        label[0] != '-' && label[^1] != '-' && !(label.Length >= 4 && label[2] == '-' && label[3] == '-');

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool TryPrepareIPv6(string text, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        // The longest form, with an IPv4 tail, has 45 characters and two brackets. No zone: RFC 7622 §3.2 has none.
        if (text.Length > 47 || !text.EndsWith(']'))
            return false;
        var address = text.AsSpan(1..^1);
        if (address.ContainsAnyExcept(_ipv6Chars)
            || !IPAddress.TryParse(address, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        prepared = text.ToLowerInvariant();
        return true;
    }
}
