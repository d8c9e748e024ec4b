using System.Runtime.Intrinsics;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>The last bytes of an input at once, against one after the other.</summary>
public sealed class XmlTailTests
{
    // All bytes there are, what ends runs more often.
    private const string Frequent = "abc <>&'\"=/\t\r\n\0\u0001é漢";

    [Fact]
    public void Answers_as_a_look_at_each_byte()
    {
        var random = new Random(20261122);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] input = Bytes(random);
            int from = random.Next(input.Length + 1);
            ReadOnlySpan<byte> tail = input.AsSpan(from);
            bool isFew = Vector128.IsHardwareAccelerated && input.Length >= XmlTail.Length && tail.Length <= XmlTail.Length;

            Assert.Equal(isFew && Array.TrueForAll(tail.ToArray(), XmlChars.IsPlain), XmlTail.IsPlain(input, from));
            Assert.Equal(isFew && !tail.ContainsAnyExceptInRange((byte)0x20, (byte)0x7F), XmlTail.IsAscii(input, from));
            Assert.Equal(isFew && !tail.Contains((byte)'\''), XmlTail.Lacks(input, from, (byte)'\''));
        }
    }

    [Fact]
    public void Says_nothing_of_an_offset_behind_the_input()
    {
        ReadOnlySpan<byte> input = "0123456789abcdef"u8;

        Assert.False(XmlTail.IsAscii(input, input.Length + 1));
        Assert.False(XmlTail.IsPlain(input, input.Length + 1));
    }

    private static byte[] Bytes(Random random)
    {
        byte[] frequent = Samples.Utf8(Frequent);
        byte[] bytes = new byte[random.Next(40)];
        int kind = random.Next(3);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = kind switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)random.Next('a', 'z'),
                _ => frequent[random.Next(frequent.Length)],
            };
        }

        return bytes;
    }
}
