using System.Text;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class PunycodeTests
{
    // RFC 3492 §7.1: (A), (B), (D), (F), (L), (O), (R), (S).
    [Theory]
    [InlineData("\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A\u061F", "egbpdaj6bu4bxfgehfvwxn")]
    [InlineData("\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587", "ihqwcrb4cv8a8dqg056pqjye")]
    [InlineData("Pro\u010Dprost\u011Bnemluv\u00ED\u010Desky", "Proprostnemluvesky-uyb24dma41a")]
    [InlineData("\u092F\u0939\u0932\u094B\u0917\u0939\u093F\u0928\u094D\u0926\u0940\u0915\u094D\u092F\u094B\u0902\u0928\u0939\u0940\u0902\u092C\u094B\u0932\u0938\u0915\u0924\u0947\u0939\u0948\u0902", "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd")]
    [InlineData("3\u5E74B\u7D44\u91D1\u516B\u5148\u751F", "3B-ww4c5e180e575a65lsy2b")]
    [InlineData("\u3072\u3068\u3064\u5C4B\u6839\u306E\u4E0B2", "2-u9tlzr9756bt3uc0v")]
    [InlineData("\u305D\u306E\u30B9\u30D4\u30FC\u30C9\u3067", "d9juau41awczczp")]
    [InlineData("-> $1.00 <-", "-> $1.00 <--")]
    public void Code_sample_of_rfc_3492_goes_both_ways(string text, string code)
    {
        Rune[] runes = [.. text.EnumerateRunes()];

        Assert.Equal(code, Punycode.Encode(runes));
        Assert.True(Punycode.TryDecode(code, out var decoded));
        Assert.Equal(runes, decoded);
    }

    [Theory]
    [InlineData("99999999")]
    [InlineData("a!")]
    [InlineData("\u00FC")]
    [InlineData("ab-c!")]
    [InlineData("zzzzzzzzzzzzzzzzzzzz")]
    public void Decode_malformed_is_refused(string code) => Assert.False(Punycode.TryDecode(code, out _));
}
