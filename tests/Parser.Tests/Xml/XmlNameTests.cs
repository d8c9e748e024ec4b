using System.Text;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Name of the fifth edition (XML 1.0 §2.3) without colons (Namespaces 1.0 §3): every bound of its classes.</summary>
public sealed class XmlNameTests
{
    // XML 1.0 §2.3 [4] and [4a], first and last of each range.
    private static readonly int[] _bounds =
    [
        '-', '.', '0', '9', 'A', 'Z', '_', 'a', 'z', 0xB7, 0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x2FF, 0x300, 0x36F, 0x370, 0x37D, 0x37F,
        0x1FFF, 0x200C, 0x200D, 0x203F, 0x2040, 0x2070, 0x218F, 0x2C00, 0x2FEF, 0x3001, 0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFD,
        0x10000, 0xEFFFF,
    ];

    public static TheoryData<int> Scalars =>
        [.. _bounds.SelectMany(scalar => new[] { scalar - 1, scalar, scalar + 1 }).Where(Rune.IsValid).Distinct().Where(scalar => !IsMarkup(scalar))];

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Bound_of_a_class_is_where_it_is(int scalar)
    {
        var c = new Rune(scalar);
        string start = IsStart(scalar) ? StreamCheck.Ok : StreamCheck.NotWellFormed;
        string part = IsPart(scalar) ? StreamCheck.Ok : StreamCheck.NotWellFormed;

        StreamCheck.AssertVerdictOf($"<{c}/>", start);
        StreamCheck.AssertVerdictOf($"<{c}bcdefghijklmnopqrstuvwxyz></{c}bcdefghijklmnopqrstuvwxyz>", start);
        StreamCheck.AssertVerdictOf($"<a {c}=''/>", start);
        StreamCheck.AssertVerdictOf($"<p:{c} p:{c}=''/>", start);
        StreamCheck.AssertVerdictOf($"<{c}:a xmlns:{c}='urn:x'/>", start);
        StreamCheck.AssertVerdictOf($"<a{c}/>", part);
        StreamCheck.AssertVerdictOf($"<a{c}b></a{c}b>", part);
        StreamCheck.AssertVerdictOf($"<abcdefghijklmnopqrstuvwxyz{c}/>", part);
        StreamCheck.AssertVerdictOf($"<a b{c}=''/>", part);
        StreamCheck.AssertVerdictOf($"<p:a{c} p:a{c}=''/>", part);
        StreamCheck.AssertVerdictOf($"<a{c}:a xmlns:a{c}='urn:x'/>", part);
    }

    [Fact]
    public void Every_scalar_is_judged_as_part_of_a_name()
    {
        XmlStreamScanner scanner = new(XmlLimits.Default);
        for (int scalar = 1; scalar < 0x110000; scalar += scalar < 0x20000 ? 1 : 0x101)
        {
            if (!Rune.IsValid(scalar) || IsMarkup(scalar))
                continue;
            var c = new Rune(scalar);
            Assert.True(IsStart(scalar) == IsHeader(scanner, $"<{c}>"), $"{scalar:X} first");
            Assert.True(IsPart(scalar) == IsHeader(scanner, $"<a{c}>"), $"{scalar:X} inside");
        }
    }

    private static bool IsHeader(XmlStreamScanner scanner, string tag)
    {
        scanner.Reset();
        return scanner.Scan(Samples.Utf8(tag)).Status == XmlScanStatus.StreamHeader;
    }

    // What ends a name or makes it another construct is tested elsewhere.
    private static bool IsMarkup(int scalar) => scalar is '/' or ':' or ' ' or '\t' or '\n' or '\r' or '!' or '?' or '>' or '<' or '&';

    private static bool IsStart(int scalar) =>
        scalar < 0x80 ? char.IsAsciiLetter((char)scalar) || scalar == '_' : FifthEditionNames.IsNameStart(scalar);

    private static bool IsPart(int scalar) =>
        scalar < 0x80
            ? char.IsAsciiLetterOrDigit((char)scalar) || scalar is '_' or '-' or '.'
            : FifthEditionNames.IsNamePart(scalar);
}
