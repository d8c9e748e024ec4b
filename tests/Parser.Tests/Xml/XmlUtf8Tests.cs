using System.Text;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlUtf8Tests
{
    [Fact]
    public void Decode_agrees_with_the_runtime_for_every_scalar()
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int scalar = 0; scalar <= 0x10FFFF; scalar++)
        {
            if (!Rune.IsValid(scalar))
                continue;
            int length = new Rune(scalar).EncodeToUtf8(bytes);
            int expected = XmlChars.IsChar((uint)scalar) ? length : XmlUtf8.Illegal;

            int actual = XmlUtf8.Decode(bytes[..length], out uint decoded);

            if (actual != expected || (actual > 0 && decoded != scalar))
                Assert.Fail($"U+{scalar:X4}: {actual}, U+{decoded:X4}");
        }
    }

    [Fact]
    public void Decode_refuses_what_the_runtime_refuses()
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int head = 0x8000; head <= 0xFFFF; head++)
        {
            (bytes[0], bytes[1], bytes[2], bytes[3]) = ((byte)(head >> 8), (byte)head, 0x85, 0x85);
            bool isUtf8 = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            int expected = isUtf8 && XmlChars.IsChar((uint)rune.Value) ? length : XmlUtf8.Illegal;

            if (XmlUtf8.Decode(bytes, out _) != expected)
                Assert.Fail($"{head:X4}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xC3 }, XmlUtf8.Partial)]
    [InlineData(new byte[] { 0xE2, 0x82 }, XmlUtf8.Partial)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 }, XmlUtf8.Partial)]
    [InlineData(new byte[] { 0xEF, 0xBF }, XmlUtf8.Partial)]
    [InlineData(new byte[] { 0xE0, 0x80 }, XmlUtf8.Illegal)]
    [InlineData(new byte[] { 0xED, 0xA0 }, XmlUtf8.Illegal)]
    [InlineData(new byte[] { 0xF4, 0x90 }, XmlUtf8.Illegal)]
    [InlineData(new byte[] { 0xC1 }, XmlUtf8.Illegal)]
    [InlineData(new byte[] { 0xF5 }, XmlUtf8.Illegal)]
    [InlineData(new byte[] { 0xEF, 0xBF, 0xBE }, XmlUtf8.Illegal)]
    public void Decode_tells_partial_from_illegal(byte[] bytes, int expected) =>
        Assert.Equal(expected, XmlUtf8.Decode(bytes, out _));

    [Theory]
    [InlineData("plain text\t\r\n", 13)]
    [InlineData("żółw\u0001x", 7)]
    [InlineData("\u0000", 0)]
    public void LegalLength_stops_at_the_first_illegal_character(string text, int expected) =>
        Assert.Equal(expected, XmlUtf8.LegalLength(Encoding.UTF8.GetBytes(text)));
}
