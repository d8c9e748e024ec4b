using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class HexTests
{
    [Fact]
    public void Hex_is_written_as_the_framework_does() =>
        Prop.ForAll<uint, long>((small, large) => Written(small) == small.ToString("x8", CultureInfo.InvariantCulture)
            && Written(large) == large.ToString("x16", CultureInfo.InvariantCulture)).QuickCheckThrowOnFailure();

    [Fact]
    public void Hex_is_read_as_it_was_written() =>
        Prop.ForAll<uint, long>((small, large) =>
            Hex.TryRead(Encoding.ASCII.GetBytes(Written(small)), out uint smallRead) && smallRead == small
            && Hex.TryRead(Encoding.ASCII.GetBytes(Written(large)), out long largeRead) && largeRead == large)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Hex_takes_the_digits_and_nothing_else()
    {
        for (var character = 0; character < 256; character++)
        {
            for (var place = 0; place < 8; place++)
            {
                byte[] digits = [.. "01234567"u8];
                digits[place] = (byte)character;

                Assert.Equal(char.IsAsciiHexDigitLower((char)character), Hex.TryRead(digits, out uint _));
            }
        }
    }

    private static string Written(uint value)
    {
        var digits = new byte[8];
        Hex.Write(digits, value);
        return Encoding.ASCII.GetString(digits);
    }

    private static string Written(long value)
    {
        var digits = new byte[16];
        Hex.Write(digits, value);
        return Encoding.ASCII.GetString(digits);
    }
}
