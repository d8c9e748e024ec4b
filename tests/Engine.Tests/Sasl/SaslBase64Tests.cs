using System.Text;
using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

public sealed class SaslBase64Tests
{
    // RFC 4648 §10
    [Theory]
    [InlineData("", "")]
    [InlineData("Zg==", "f")]
    [InlineData("Zm8=", "fo")]
    [InlineData("Zm9v", "foo")]
    [InlineData("Zm9vYmFy", "foobar")]
    public void Canonical_text_is_decoded(string text, string expected)
    {
        bool isDecoded = SaslBase64.TryDecode(Encoding.ASCII.GetBytes(text), out byte[] data);

        Assert.True(isDecoded);
        Assert.Equal(expected, Encoding.ASCII.GetString(data));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("====")]
    [InlineData("Zg")]
    [InlineData("Zg=")]
    [InlineData("Zh==")] // Its unused bits are not zero.
    [InlineData("Zm9=")]
    [InlineData("Zg==Zg==")]
    [InlineData("Zm9v\n")]
    [InlineData("Zm 9v")]
    [InlineData(" Zm9v   ")]
    [InlineData("Zm9v    ")]
    [InlineData("Zm9-")]
    [InlineData("Z===")]
    [InlineData("Zm\u00E9v")]
    public void Anything_else_is_refused(string text)
    {
        bool isDecoded = SaslBase64.TryDecode(Encoding.UTF8.GetBytes(text), out byte[] data);

        Assert.False(isDecoded);
        Assert.Empty(data);
    }
}
