using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// The string classes of PRECIS (RFC 8264 §4), derived from the runtime's Unicode data as §8 says, so that they follow
/// its Unicode version. Stateless; any thread.
/// </summary>
internal static class Precis
{
    // RFC 8264 §7: reapply the rules up to three more times, and refuse what is not stable then.
    private const int MaxRounds = 4;

    /// <summary>Applies a profile's mapping until it changes nothing. False if the text is empty, ill-formed or never stable.</summary>
    public static bool TryMap(string text, Func<string, string> map, [NotNullWhen(true)] out string? mapped)
    {
        mapped = null;
        if (text.Length == 0 || !IsWellFormed(text))
            return false;
        for (int round = 0; round < MaxRounds; round++)
        {
            string next = map(text);
            if (next == text)
            {
                mapped = text;
                return true;
            }

            text = next;
        }

        return false;
    }

    /// <summary>True if IdentifierClass allows the code point where it stands. HasCompat is the caller's to check, for the whole string.</summary>
    public static bool IsIdentifier(ReadOnlySpan<Rune> text, int index) => PropertyOf(text[index]) switch
    {
        PrecisProperty.Valid => true,
        PrecisProperty.Contextual => ContextRules.IsAllowed(text, index),
        _ => false,
    };

    /// <summary>True if FreeformClass allows the code point where it stands.</summary>
    public static bool IsFreeform(ReadOnlySpan<Rune> text, int index) => PropertyOf(text[index]) switch
    {
        PrecisProperty.Valid or PrecisProperty.FreeformOnly => true,
        PrecisProperty.Contextual => ContextRules.IsAllowed(text, index),
        _ => false,
    };

    /// <summary>
    /// The derived property of RFC 8264 §8, but for HasCompat: what has a compatibility mapping is FREE_PVAL, and all
    /// such code points are letters, digits, spaces, symbols or punctuation, so that FreeformClass needs no other test.
    /// </summary>
    internal static PrecisProperty PropertyOf(Rune rune)
    {
        if (UnicodeTables.TryGetException(rune.Value, out var exception))
            return exception;
        if (rune.Value is > 0x20 and < 0x7F)
            return PrecisProperty.Valid;
        if (UnicodeTables.IsOldHangulJamo(rune.Value) || UnicodeTables.IsDefaultIgnorable(rune.Value))
            return PrecisProperty.Disallowed;

        switch (Rune.GetUnicodeCategory(rune))
        {
            // LetterDigits
            case UnicodeCategory.LowercaseLetter:
            case UnicodeCategory.UppercaseLetter:
            case UnicodeCategory.OtherLetter:
            case UnicodeCategory.DecimalDigitNumber:
            case UnicodeCategory.ModifierLetter:
            case UnicodeCategory.NonSpacingMark:
            case UnicodeCategory.SpacingCombiningMark:
                return PrecisProperty.Valid;

            // OtherLetterDigits
            case UnicodeCategory.TitlecaseLetter:
            case UnicodeCategory.LetterNumber:
            case UnicodeCategory.OtherNumber:
            case UnicodeCategory.EnclosingMark:

            // Spaces, Symbols, Punctuation
            case UnicodeCategory.SpaceSeparator:
            case UnicodeCategory.MathSymbol:
            case UnicodeCategory.CurrencySymbol:
            case UnicodeCategory.ModifierSymbol:
            case UnicodeCategory.OtherSymbol:
            case UnicodeCategory.ConnectorPunctuation:
            case UnicodeCategory.DashPunctuation:
            case UnicodeCategory.OpenPunctuation:
            case UnicodeCategory.ClosePunctuation:
            case UnicodeCategory.InitialQuotePunctuation:
            case UnicodeCategory.FinalQuotePunctuation:
            case UnicodeCategory.OtherPunctuation:
                return PrecisProperty.FreeformOnly;

            default:
                return PrecisProperty.Disallowed;
        }
    }

    /// <summary>False for lone surrogates, unassigned code points and noncharacters: no mapping makes them valid, and some make Normalize throw.</summary>
    private static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out int consumed) != System.Buffers.OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned)
                return false;
            rest = rest[consumed..];
        }

        return true;
    }
}
