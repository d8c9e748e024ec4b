using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// The contextual rules for code points that are valid only in some company (RFC 5892, Appendix A; used by PRECIS and
/// IDNA2008). Stateless; any thread.
/// </summary>
internal static class ContextRules
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int MiddleDot = 0xB7;
    private const int GreekLowerNumeralSign = 0x375;
    private const int HebrewGeresh = 0x5F3;
    private const int HebrewGershayim = 0x5F4;
    private const int KatakanaMiddleDot = 0x30FB;

    public static bool IsAllowed(ReadOnlySpan<Rune> text, int index)
    {
        int before = index > 0 ? text[index - 1].Value : -1;
        int after = index + 1 < text.Length ? text[index + 1].Value : -1;
        return text[index].Value switch
        {
            ZeroWidthNonJoiner => UnicodeTables.IsVirama(before) || JoinsBothSides(text, index),
            ZeroWidthJoiner => UnicodeTables.IsVirama(before),
            MiddleDot => before == 'l' && after == 'l',
            GreekLowerNumeralSign => UnicodeTables.IsGreek(after),
            HebrewGeresh or HebrewGershayim => UnicodeTables.IsHebrew(before),
            KatakanaMiddleDot => HasJapanese(text),
            // A string may hold the Arabic-Indic digits or the extended ones, not both.
            >= 0x660 and <= 0x669 => !HasInRange(text, 0x6F0, 0x6F9),
            >= 0x6F0 and <= 0x6F9 => !HasInRange(text, 0x660, 0x669),
            _ => false,
        };
    }

    /// <summary>RFC 5892 §A.1: {L,D} T* here T* {R,D}.</summary>
    private static bool JoinsBothSides(ReadOnlySpan<Rune> text, int index)
    {
        int left = index - 1;
        while (left >= 0 && UnicodeTables.IsJoinTransparent(text[left]))
            left--;
        int right = index + 1;
        while (right < text.Length && UnicodeTables.IsJoinTransparent(text[right]))
            right++;
        return left >= 0 && right < text.Length
            && UnicodeTables.JoinsLeft(text[left].Value) && UnicodeTables.JoinsRight(text[right].Value);
    }

    private static bool HasJapanese(ReadOnlySpan<Rune> text)
    {
        foreach (var rune in text)
        {
            if (UnicodeTables.IsKanaOrHan(rune.Value))
                return true;
        }

        return false;
    }

    private static bool HasInRange(ReadOnlySpan<Rune> text, int first, int last)
    {
        foreach (var rune in text)
        {
            if (rune.Value >= first && rune.Value <= last)
                return true;
        }

        return false;
    }
}
