using System.Globalization;
using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>The Bidi Rule (RFC 5893 §2), for localparts and the labels of a domainpart. Stateless; any thread.</summary>
internal static class BidiRule
{
    /// <summary>True if there is a code point of class R, AL or AN, which puts the text under the rule.</summary>
    public static bool HasRightToLeft(ReadOnlySpan<Rune> text)
    {
        foreach (var rune in text)
        {
            if (ClassOf(rune) is BidiClass.RightToLeft or BidiClass.ArabicNumber)
                return true;
        }

        return false;
    }

    /// <summary>True if the text meets all six conditions.</summary>
    public static bool IsSatisfied(ReadOnlySpan<Rune> text) => !text.IsEmpty && ClassOf(text[0]) switch
    {
        BidiClass.RightToLeft => IsRightToLeft(text),
        BidiClass.LeftToRight => IsLeftToRight(text),
        _ => false, // condition 1
    };

    /// <summary>Conditions 2, 3 and 4.</summary>
    private static bool IsRightToLeft(ReadOnlySpan<Rune> text)
    {
        bool hasEuropeanNumber = false;
        bool hasArabicNumber = false;
        foreach (var rune in text)
        {
            var bidiClass = ClassOf(rune);
            if (bidiClass == BidiClass.LeftToRight)
                return false;
            hasEuropeanNumber |= bidiClass == BidiClass.EuropeanNumber;
            hasArabicNumber |= bidiClass == BidiClass.ArabicNumber;
        }

        return !(hasEuropeanNumber && hasArabicNumber)
            && LastClass(text) is BidiClass.RightToLeft or BidiClass.EuropeanNumber or BidiClass.ArabicNumber;
    }

    /// <summary>Conditions 5 and 6.</summary>
    private static bool IsLeftToRight(ReadOnlySpan<Rune> text) =>
        !HasRightToLeft(text) && LastClass(text) is BidiClass.LeftToRight or BidiClass.EuropeanNumber;

    /// <summary>The class of the last code point before trailing nonspacing marks.</summary>
    private static BidiClass LastClass(ReadOnlySpan<Rune> text)
    {
        int last = text.Length - 1;
        while (last > 0 && ClassOf(text[last]) == BidiClass.NonSpacingMark)
            last--;
        return ClassOf(text[last]);
    }

    /// <summary>The class of a code point that IdentifierClass allows; the runtime has no such property to ask.</summary>
    internal static BidiClass ClassOf(Rune rune)
    {
        if (rune.IsAscii)
            return Rune.IsLetter(rune) ? BidiClass.LeftToRight : Rune.IsDigit(rune) ? BidiClass.EuropeanNumber : BidiClass.Neutral;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return UnicodeTables.IsLeftToRightMark(rune.Value) ? BidiClass.LeftToRight : BidiClass.NonSpacingMark;
        return rune.Value switch
        {
            >= 0x660 and <= 0x669 or >= 0x10D30 and <= 0x10D39 => BidiClass.ArabicNumber,
            >= 0x6F0 and <= 0x6F9 => BidiClass.EuropeanNumber,
            _ when UnicodeTables.IsRightToLeft(rune.Value) => BidiClass.RightToLeft,
            _ when UnicodeTables.IsNeutral(rune.Value) => BidiClass.Neutral,
            _ => BidiClass.LeftToRight,
        };
    }
}
