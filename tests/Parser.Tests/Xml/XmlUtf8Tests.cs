using System.Buffers;
using System.Text;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// The length of legal text is asked of every way that the machine has, and compared with the runtime's decoder.
/// With DOTNET_EnableAVX2=0 and with DOTNET_EnableHWIntrinsic=0 the tests see the machine as a smaller one.
/// </summary>
public sealed class XmlUtf8Tests
{
    private const int MaxOffset = 130;
    private const int MutatedCases = 200_000;

    // What begins or ends a range in RFC 3629 §4 or XML 1.0 §2.2.
    private static readonly byte[] _edges =
    [
        0x00, 0x09, 0x0B, 0x1F, 0x20, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBD, 0xBE, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
        0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ];

    private static readonly string[] _words =
    [
        "a", "\n", "\t", "\r", " ", "<body>Wherefore art thou, Romeo?</body>", "zażółć", "Сурикат",
        "\u07FF", "\u0800", "汉字", "\uCFFF", "\uD7FF", "\uE000", "\uEFFF", "\uFDD0", "\uFFBE", "\uFFFD", "😀",
        "\U00010000", "\U0001FFFE", "\U0010FFFF",
    ];

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
            bool isUtf8 = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done;
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

    [Fact]
    public void LegalLength_of_nothing_is_nothing() => AssertLegalLength([]);

    [Theory]
    [InlineData("x")]
    [InlineData("汉")]
    public void LegalLength_judges_every_pair_of_bytes_at_every_offset(string filler)
    {
        byte[][] lines = Lines(filler, 2);
        for (int pair = 0; pair <= 0xFFFF; pair++)
            AssertInEveryLine(lines, [(byte)(pair >> 8), (byte)pair]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ж")]
    [InlineData("汉")]
    [InlineData("😀")]
    public void LegalLength_judges_every_byte_and_the_edges_of_three_at_every_offset(string filler)
    {
        byte[][] lines = Lines(filler, 1);
        for (int single = 0; single <= 0xFF; single++)
            AssertInEveryLine(lines, [(byte)single]);

        lines = Lines(filler, 3);
        foreach (byte first in _edges)
            foreach (byte second in _edges)
                foreach (byte third in _edges)
                    AssertInEveryLine(lines, [first, second, third]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ж")]
    [InlineData("汉")]
    [InlineData("😀")]
    public void LegalLength_judges_the_edges_of_four_bytes(string filler)
    {
        byte[][] lines = Lines(filler, 4);
        int offset = 0;
        foreach (byte first in _edges)
            foreach (byte second in _edges)
                foreach (byte third in _edges)
                    foreach (byte fourth in _edges)
                        AssertInLine(lines, offset = (offset + 1) % lines.Length, [first, second, third, fourth]);
    }

    [Fact]
    public void LegalLength_leaves_out_what_is_cut_at_every_length()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(_words) + string.Concat(_words.Reverse()));

        for (int start = 0; start < text.Length; start++)
            for (int end = start; end <= text.Length; end++)
                AssertLegalLength(text.AsSpan(start..end));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LegalLength_of_mutated_text_agrees_with_the_runtime(int seed)
    {
        var random = new Random(seed);
        var buffer = new byte[512];
        for (int i = 0; i < MutatedCases; i++)
        {
            // Around the text is what the cases before have left.
            Span<byte> bytes = buffer.AsSpan(random.Next(64));
            bytes = bytes[..Write(random, bytes)];
            for (int mistakes = random.Next(3); mistakes > 0 && !bytes.IsEmpty; mistakes--)
                bytes[random.Next(bytes.Length)] = _edges[random.Next(_edges.Length)];

            AssertLegalLength(bytes);
        }
    }

    [Fact]
    public void LegalLength_reads_nothing_around_the_text()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "guard pages are made with Linux's mmap");
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(_words) + string.Concat(_words));
        using var page = new GuardedPage();
        for (int from = 0; from < text.Length / 2; from++)
            for (int length = 0; length <= text.Length / 2; length++)
            {
                text.AsSpan(from, length).CopyTo(page.First(length));
                AssertLegalLength(page.First(length));

                text.AsSpan(from, length).CopyTo(page.Last(length));
                AssertLegalLength(page.Last(length));
            }
    }

    private static int Write(Random random, Span<byte> destination)
    {
        int length = random.Next(301);
        int written = 0;
        while (written < length)
            written += Encoding.UTF8.GetBytes(_words[random.Next(_words.Length)], destination[written..]);
        return length;
    }

    // By offset of a sequence: text up to there, room for it, and text behind it.
    private static byte[][] Lines(string filler, int sequenceLength)
    {
        byte[] character = Encoding.UTF8.GetBytes(filler);
        var lines = new byte[MaxOffset + 1][];
        for (int offset = 0; offset <= MaxOffset; offset++)
        {
            lines[offset] = new byte[offset + sequenceLength + 12 * character.Length];
            lines[offset].AsSpan(0, offset % character.Length).Fill((byte)'x');
            for (int i = offset % character.Length; i < offset; i += character.Length)
                character.CopyTo(lines[offset], i);
            for (int i = offset + sequenceLength; i < lines[offset].Length; i += character.Length)
                character.CopyTo(lines[offset], i);
        }

        return lines;
    }

    private static void AssertInEveryLine(byte[][] lines, ReadOnlySpan<byte> sequence)
    {
        sequence.CopyTo(lines[0]);
        int expected = Reference(lines[0]);
        for (int offset = 0; offset < lines.Length; offset++)
        {
            sequence.CopyTo(lines[offset].AsSpan(offset));
            AssertLegalLength(offset + expected, lines[offset]);
        }
    }

    private static void AssertInLine(byte[][] lines, int offset, ReadOnlySpan<byte> sequence)
    {
        Span<byte> line = lines[offset];
        sequence.CopyTo(line[offset..]);
        AssertLegalLength(offset + Reference(line[offset..]), line);

        line = line[..(offset + sequence.Length)];
        AssertLegalLength(offset + Reference(line[offset..]), line);
    }

    private static void AssertLegalLength(ReadOnlySpan<byte> bytes)
    {
        int expected = Reference(bytes);
        AssertLegalLength(expected, bytes);
        Assert.Equal(expected, XmlUtf8.ExactLength(bytes, 0));
    }

    // With AVX2 the first is XmlUtf8Vector256 from 32 bytes on, and without SSSE3 it is ExactLength.
    private static void AssertLegalLength(int expected, ReadOnlySpan<byte> bytes)
    {
        if (XmlUtf8.LegalLength(bytes) != expected ||
            (XmlUtf8Vector128.IsSupported && XmlUtf8Vector128.LegalLength(bytes) != expected))
            Assert.Fail($"not {expected}: {Convert.ToHexString(bytes)}");
    }

    private static int Reference(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (Rune.DecodeFromUtf8(bytes[length..], out Rune rune, out int taken) == OperationStatus.Done &&
            XmlChars.IsChar((uint)rune.Value))
        {
            length += taken;
        }

        return length;
    }
}
