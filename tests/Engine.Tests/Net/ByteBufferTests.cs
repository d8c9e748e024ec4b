using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class ByteBufferTests
{
    [Fact]
    public void Buffer_grows_and_keeps_what_was_written()
    {
        var buffer = new ByteBuffer();
        byte[] expected = new byte[100_000];
        new Random(1).NextBytes(expected);

        for (int at = 0; at < expected.Length; at += 100)
            buffer.Write(expected.AsSpan(at, 100));

        Assert.True(buffer.WrittenSpan.SequenceEqual(expected));
    }

    [Fact]
    public void Advance_counts_what_was_put_into_the_span()
    {
        var buffer = new ByteBuffer();

        "abc"u8.CopyTo(buffer.GetSpan(3));
        buffer.Advance(3);
        "de"u8.CopyTo(buffer.GetMemory(2).Span);
        buffer.Advance(2);

        Assert.True(buffer.WrittenSpan.SequenceEqual("abcde"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(int.MaxValue));
    }

    [Fact]
    public void Truncate_takes_the_last_piece_back_and_clear_all()
    {
        var buffer = new ByteBuffer();
        buffer.Write("keep"u8);
        buffer.Write("drop"u8);

        buffer.Truncate(4);
        Assert.True(buffer.WrittenSpan.SequenceEqual("keep"u8));
        buffer.Clear();

        Assert.Equal(0, buffer.WrittenCount);
    }
}
