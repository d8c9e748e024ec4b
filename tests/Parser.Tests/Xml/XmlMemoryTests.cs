using System.Text;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// The scanner, the readers and the check of UTF-8 read nothing but their input, at any length of it. They look at many
/// bytes at once without asking the runtime for bounds, so a mistake would end the whole run.
/// </summary>
public sealed class XmlMemoryTests
{
    private const int MaxLength = 1 << 16;

    [Fact]
    public void Scanner_reads_only_its_input()
    {
        using var memory = new GuardedMemory(MaxLength);
        for (int number = 0; number < 2_000; number++)
        {
            var random = new Random(number);
            byte[] stream = new StreamMutator(random).Next();
            Scan(stream, [stream.Length], memory.AtEnd);
            Scan(stream, [stream.Length], memory.AtStart);
            Scan(stream, [random.Next(stream.Length + 1), stream.Length], memory.AtEnd);
        }
    }

    [Fact]
    public void Scanner_reads_only_its_input_however_cut()
    {
        using var memory = new GuardedMemory(MaxLength);
        foreach (string stanza in FuzzStreams.Stanzas)
        {
            byte[] stream = Samples.Utf8(FuzzStreams.Headers[0] + stanza + "</stream:stream>");
            Scan(stream, Enumerable.Range(1, stream.Length), memory.AtEnd);
            for (int length = 1; length <= stream.Length; length++)
                Scan(stream, [length], memory.AtEnd);
        }
    }

    [Fact]
    public void Utf8_check_reads_only_its_input()
    {
        using var memory = new GuardedMemory(MaxLength);
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\u00E9\u6F22\U0001F600<", 20)));
        for (int start = 0; start < text.Length; start++)
        {
            for (int end = start; end <= text.Length; end++)
            {
                int atEnd = XmlUtf8.LegalLength(memory.AtEnd(text.AsSpan(start..end)));
                int atStart = XmlUtf8.LegalLength(memory.AtStart(text.AsSpan(start..end)));
                Assert.Equal(atStart, atEnd);
            }
        }
    }

    private static void Scan(byte[] stream, IEnumerable<int> ends, Placement place)
    {
        var scanner = new XmlStreamScanner(StreamCheck.NoLimits);
        var handler = new EventRecorder([]);
        int start = 0;
        foreach (int end in ends.Order())
        {
            while (true)
            {
                ReadOnlySpan<byte> input = place(stream.AsSpan(start..end));
                XmlScanResult result = scanner.Scan(input, ref handler);
                if (result.Status == XmlScanStatus.Error)
                    return;
                if (result.Status == XmlScanStatus.Element)
                    Walk(new XmlElementReader(place(stream.AsSpan((start + result.Start)..(start + result.Consumed))), scanner.Scope));
                start += result.Consumed;
                if (result.Status == XmlScanStatus.NeedMore)
                    break;
            }
        }
    }

    private static void Walk(XmlElementReader element)
    {
        _ = element.Text.ToString();
        foreach (XmlAttribute attribute in element.Attributes)
            _ = attribute.Value.ToString();
        foreach (XmlElementReader child in element.Children)
            Walk(child);
    }

    private delegate ReadOnlySpan<byte> Placement(ReadOnlySpan<byte> bytes);
}
