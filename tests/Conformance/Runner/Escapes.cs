using System.Globalization;
using System.Text;

namespace Meerkat.Conformance.Runner;

/// <summary>The escapes of <c>sends raw:</c> and <c>{base64 }</c>: <c>\0 \n \r \t \\ \xHH</c>, where \xHH is a byte as is, valid UTF-8 or not.</summary>
internal static class Escapes
{
    public static byte[] ToBytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                var length = char.IsHighSurrogate(text[i]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, length));
                i += length - 1;
            }
            else if (text[++i] == 'x')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
                bytes.Add(Single(text[i]));
        }

        return [.. bytes];
    }

    private static byte Single(char letter) => letter switch
    {
        '0' => 0,
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        't' => (byte)'\t',
        '\\' => (byte)'\\',
        _ => throw new FormatException($"unknown escape \\{letter}"),
    };
}
