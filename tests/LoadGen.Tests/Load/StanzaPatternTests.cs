using System.Text;
using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class StanzaPatternTests
{
    private const string First = "<message from='a@b/c' id='00000001'><body>lg:00000001:00000002:00000001:0000000000000009:ab</body></message>";
    private const string Second = "<message from='a@b/c' id='00000002'><body>lg:00000001:00000002:00000002:00000000000000ff:ab</body></message>";

    [Theory]
    [InlineData(First, Second)]
    [InlineData(
        "<message id='other'><body>lg:00000001:00000002:00000001:0000000000000009:</body></message>",
        "<message id='other'><body>lg:00000001:00000002:00000002:00000000000000ff:</body></message>")]
    public void Pattern_takes_another_number_and_time(string first, string second)
    {
        var pattern = Learn(first);

        Assert.True(pattern.TryMatch(Encoding.UTF8.GetBytes(second + "<more"), out var sequence, out var timestamp));
        Assert.Equal((2u, 255L, second.Length), (sequence, timestamp, pattern.Length));
    }

    [Fact]
    public void Pattern_refuses_every_other_byte()
    {
        var pattern = Learn(First);
        var bytes = Encoding.UTF8.GetBytes(Second);
        var timestampAt = Second.LastIndexOf("00000000000000ff", StringComparison.Ordinal);

        for (var i = 0; i < bytes.Length; i++)
        {
            // Another digit of the time stamp is another time stamp; whatever else changes is another stanza.
            var isTimestamp = i >= timestampAt && i < timestampAt + 16;
            bytes[i] ^= 1;
            var other = bytes[i];

            Assert.Equal(isTimestamp && char.IsAsciiHexDigitLower((char)other), pattern.TryMatch(bytes, out _, out _));
            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void Pattern_waits_for_the_rest_of_what_may_match()
    {
        var pattern = Learn(First);
        var bytes = Encoding.UTF8.GetBytes(Second);

        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.False(pattern.TryMatch(bytes.AsSpan(0, i), out _, out _));
            Assert.True(pattern.MayMatch(bytes.AsSpan(0, i)));
        }

        Assert.False(pattern.MayMatch(bytes));
        Assert.False(pattern.MayMatch("<presence"u8));
    }

    [Fact]
    public void Pattern_is_not_learned_from_a_text_that_is_elsewhere() =>
        Assert.Null(StanzaPattern.Learn(Encoding.UTF8.GetBytes(First), MessageBody.Create(1, 2, 64)));

    private static StanzaPattern Learn(string stanza)
    {
        var bytes = Encoding.UTF8.GetBytes(stanza);
        var start = stanza.IndexOf("lg:", StringComparison.Ordinal);
        var end = stanza.IndexOf("</body>", StringComparison.Ordinal);
        return StanzaPattern.Learn(bytes, bytes.AsSpan(start..end))!;
    }
}
