using System.Text;
using System.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Lets System.Xml, which has the name tables of the fourth edition of XML 1.0, read names of the fifth: each character
/// that only the fifth edition has in names stands in for another one of the same kind while System.Xml reads. Whatever
/// the fourth edition allows, the fifth does too, and in text and values both allow the same.
/// </summary>
internal sealed class FifthEditionNames
{
    // Ideographs, which may begin a name in both editions, and combining marks, which in both only go on.
    private const char FirstStart = '\u9000';
    private const char FirstPart = '\u0300';
    private const char LastPart = '\u0345';

    private readonly Dictionary<Rune, char> _standIns = [];

    public static FifthEditionNames In(string text)
    {
        var names = new FifthEditionNames();
        char start = FirstStart;
        char part = FirstPart;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii || names._standIns.ContainsKey(rune))
                continue;
            char single = rune.IsBmp ? (char)rune.Value : '\0';
            if (IsNameStart(rune.Value) && !XmlConvert.IsStartNCNameChar(single))
                names._standIns.Add(rune, Next(ref start, text));
            else if (!IsNameStart(rune.Value) && IsNamePart(rune.Value) && !XmlConvert.IsNCNameChar(single))
                names._standIns.Add(rune, Next(ref part, text));
        }

        if (part > LastPart)
            throw new InvalidOperationException("More characters than can be stood in for.");
        return names;
    }

    public string Replace(string text)
    {
        foreach ((Rune rune, char standIn) in _standIns)
            text = text.Replace(rune.ToString(), standIn.ToString(), StringComparison.Ordinal);
        return text;
    }

    public string Restore(string text)
    {
        foreach ((Rune rune, char standIn) in _standIns)
            text = text.Replace(standIn.ToString(), rune.ToString(), StringComparison.Ordinal);
        return text;
    }

    /// <summary>NameStartChar (XML 1.0 fifth edition §2.3 [4]), beyond ASCII.</summary>
    public static bool IsNameStart(int scalar) =>
        In(scalar, 0xC0, 0xD6) || In(scalar, 0xD8, 0xF6) || In(scalar, 0xF8, 0x2FF) || In(scalar, 0x370, 0x37D) ||
        In(scalar, 0x37F, 0x1FFF) || In(scalar, 0x200C, 0x200D) || In(scalar, 0x2070, 0x218F) ||
        In(scalar, 0x2C00, 0x2FEF) || In(scalar, 0x3001, 0xD7FF) || In(scalar, 0xF900, 0xFDCF) ||
        In(scalar, 0xFDF0, 0xFFFD) || In(scalar, 0x10000, 0xEFFFF);

    /// <summary>NameChar (XML 1.0 fifth edition §2.3 [4a]), beyond ASCII.</summary>
    public static bool IsNamePart(int scalar) =>
        IsNameStart(scalar) || scalar == 0xB7 || In(scalar, 0x300, 0x36F) || In(scalar, 0x203F, 0x2040);

    private static bool In(int scalar, int first, int last) => scalar >= first && scalar <= last;

    private static char Next(ref char standIn, string text)
    {
        while (text.Contains(standIn, StringComparison.Ordinal))
            standIn++;
        return standIn++;
    }
}
