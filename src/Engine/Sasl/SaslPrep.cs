using System.Globalization;
using System.Text;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// SASLprep (RFC 4013), the preparation of user names and passwords before they are compared or hashed. Pure; any
/// thread. Normalisation is that of the runtime's Unicode, not of Unicode 3.2: they agree on what Unicode 3.2 assigned.
/// </summary>
public static class SaslPrep
{
    /// <summary>
    /// Prepares what a peer sent to be compared with something stored: unassigned code points may pass (RFC 3454 §7).
    /// False if the text is prohibited, or empty once prepared (RFC 4616 §2).
    /// </summary>
    public static bool TryPrepareQuery(string text, out string prepared)
    {
        prepared = "";
        if (!IsWellFormed(text))
            return false;

        string normalized = Map(text).Normalize(NormalizationForm.FormKC);
        if (normalized.Length == 0 || HasProhibited(normalized) || !IsBidiAllowed(normalized))
            return false;

        prepared = normalized;
        return true;
    }

    /// <summary>
    /// Prepares what will be kept. As <see cref="TryPrepareQuery(string, out string)"/>, and refuses code points which
    /// the runtime's Unicode does not assign, since a later version may normalise them in another way (RFC 3454 §7).
    /// </summary>
    public static bool TryPrepareStored(string text, out string prepared)
    {
        if (TryPrepareQuery(text, out prepared) && !HasUnassigned(prepared))
            return true;

        prepared = "";
        return false;
    }

    /// <summary>
    /// As <see cref="TryPrepareQuery(string, out string)"/>, on UTF-8. Printable ASCII is prepared already and makes no
    /// string.
    /// </summary>
    internal static bool TryPrepareQuery(ReadOnlySpan<byte> utf8, out byte[] prepared)
    {
        prepared = [];
        if (utf8.IsEmpty)
            return false;

        if (!utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            prepared = utf8.ToArray();
            return true;
        }

        if (!System.Text.Unicode.Utf8.IsValid(utf8) || !TryPrepareQuery(Encoding.UTF8.GetString(utf8), out string text))
            return false;

        prepared = Encoding.UTF8.GetBytes(text);
        return true;
    }

    // Normalize throws for a lone surrogate.
    private static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int length) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }

    // RFC 4013 §2.1. U+200B is in both tables; it becomes a space, as in GNU libidn.
    private static string Map(string text)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (SaslPrepTables.Contains(SaslPrepTables.NonAsciiSpaces, c))
                mapped.Append(' ');
            else if (!SaslPrepTables.Contains(SaslPrepTables.MappedToNothing, c))
                mapped.Append(c);
        }

        return mapped.ToString();
    }

    private static bool HasProhibited(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (SaslPrepTables.Contains(SaslPrepTables.Prohibited, rune.Value))
                return true;
        }

        return false;
    }

    // RFC 3454 §6: a text with a right-to-left character has no left-to-right one, and begins and ends right-to-left.
    private static bool IsBidiAllowed(string text)
    {
        bool hasRightToLeft = false;
        bool hasLeftToRight = false;
        bool isFirstRightToLeft = false;
        bool isLastRightToLeft = false;
        bool isFirst = true;
        foreach (Rune rune in text.EnumerateRunes())
        {
            isLastRightToLeft = SaslPrepTables.Contains(SaslPrepTables.RightToLeft, rune.Value);
            hasRightToLeft |= isLastRightToLeft;
            hasLeftToRight |= SaslPrepTables.Contains(SaslPrepTables.LeftToRight, rune.Value);
            isFirstRightToLeft |= isFirst && isLastRightToLeft;
            isFirst = false;
        }

        return !hasRightToLeft || (!hasLeftToRight && isFirstRightToLeft && isLastRightToLeft);
    }

    private static bool HasUnassigned(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned)
                return true;
        }

        return false;
    }
}
