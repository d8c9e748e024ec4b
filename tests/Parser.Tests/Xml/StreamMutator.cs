using System.Text;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Changes streams at random. The same source of random numbers gives the same streams.</summary>
internal sealed class StreamMutator(Random random)
{
    // Two steps of a scanner that looks at 64 bytes at a time.
    private const int MaxPadding = 130;

    /// <summary>A well-formed stream with up to three changes. Some of these leave it well-formed.</summary>
    public byte[] Next()
    {
        byte[] stream = Encoding.UTF8.GetBytes(FuzzStreams.Any(random));
        if (random.Next(4) == 0)
            stream = Pad(stream);
        for (int count = random.Next(4); count > 0; count--)
            stream = Change(stream);
        return stream;
    }

    private byte[] Change(byte[] stream)
    {
        if (stream.Length < 2)
            return stream;
        return random.Next(16) switch
        {
            0 => With(stream, Position(stream), value => (byte)(value ^ (1 << random.Next(8)))),
            1 => With(stream, Position(stream), _ => (byte)random.Next(0x80)),
            2 => Insert(stream, Position(stream), FuzzStreams.Pick(random, FuzzStreams.IllegalBytes)),
            3 => Remove(stream, SmallRange(stream)),
            4 => Insert(stream, Position(stream), stream[SmallRange(stream)]),
            5 => Remove(stream, Tag(stream)),
            6 => Insert(stream, Tag(stream).End.Value, stream[Tag(stream)]),
            7 => SwapTags(stream),
            8 => Rename(stream),
            9 => stream[..Position(stream)],
            10 => [.. stream[..Position(stream)], .. TailOfAnother()],
            11 => Pad(stream),
            12 => Insert(stream, Tag(stream).End.Value, Token()),
            13 => Insert(stream, InTag(stream), Token()),
            _ => Insert(stream, Position(stream), Token()),
        };
    }

    private int Position(byte[] stream) => random.Next(stream.Length);

    private byte[] Token() => Encoding.UTF8.GetBytes(FuzzStreams.Pick(random, FuzzStreams.Tokens));

    private Range SmallRange(byte[] stream)
    {
        int start = Position(stream);
        return start..Math.Min(start + random.Next(1, 9), stream.Length);
    }

    // From a '<' to the next '>'; the whole stream, where there is none behind the place looked at.
    private Range Tag(byte[] stream)
    {
        int position = Position(stream);
        int start = stream.AsSpan(position).IndexOf((byte)'<');
        if (start < 0)
            return ..stream.Length;
        start += position;
        int length = stream.AsSpan(start).IndexOf((byte)'>') + 1;
        return start..(length == 0 ? stream.Length : start + length);
    }

    private int InTag(byte[] stream)
    {
        Range tag = Tag(stream);
        return random.Next(tag.Start.Value, tag.End.Value);
    }

    private byte[] SwapTags(byte[] stream)
    {
        (Range first, Range second) = (Tag(stream), Tag(stream));
        if (first.Start.Value > second.Start.Value)
            (first, second) = (second, first);
        if (first.End.Value > second.Start.Value)
            return stream;
        return
        [
            .. stream[..first.Start], .. stream[second], .. stream[first.End..second.Start], .. stream[first], .. stream[second.End..],
        ];
    }

    private byte[] Rename(byte[] stream)
    {
        int start = InTag(stream);
        while (start > 0 && IsLetter(stream[start - 1]))
            start--;
        int end = start;
        while (end < stream.Length && IsLetter(stream[end]))
            end++;
        byte[] name = FuzzStreams.Pick<byte[]>(random, ["a"u8.ToArray(), "p:b"u8.ToArray(), "xmlns:p"u8.ToArray(), "xml:lang"u8.ToArray()]);
        return [.. stream[..start], .. name, .. stream[end..]];
    }

    private static bool IsLetter(byte value) => value >= 0x80 || char.IsAsciiLetterOrDigit((char)value);

    private byte[] TailOfAnother()
    {
        byte[] other = Encoding.UTF8.GetBytes(FuzzStreams.Any(random));
        return other[Position(other)..];
    }

    // Where more bytes do no harm, so that what follows moves to another place in the steps of a scanner.
    private byte[] Pad(byte[] stream)
    {
        int position = Position(stream);
        int next = stream.AsSpan(position).IndexOfAny("'>\" "u8);
        if (next < 0)
            return stream;
        position += next;
        byte filler = stream[position] == ' ' ? (byte)' ' : (byte)'x';
        byte[] padding = new byte[random.Next(1, MaxPadding)];
        padding.AsSpan().Fill(filler);
        return Insert(stream, position + 1, padding);
    }

    private static byte[] With(byte[] stream, int position, Func<byte, byte> change)
    {
        byte[] changed = [.. stream];
        changed[position] = change(changed[position]);
        return changed;
    }

    private static byte[] Insert(byte[] stream, int position, byte[] bytes) =>
        [.. stream[..position], .. bytes, .. stream[position..]];

    private static byte[] Remove(byte[] stream, Range range) => [.. stream[..range.Start], .. stream[range.End..]];
}
