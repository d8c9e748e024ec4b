using System.Buffers;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Takes a value apart into pieces of its resolved form: runs of bytes as they stand, and single characters in place of
/// references and line ends (XML 1.0 §2.11, §3.3.3). Works on accepted bytes; allocates nothing.
/// </summary>
internal ref struct XmlValueDecoder(ReadOnlySpan<byte> raw, bool isAttribute)
{
    // XML 1.0 §3.3.3: each literal white space character in an attribute value counts as a space.
    private static readonly SearchValues<byte> _attributeStops = SearchValues.Create("&\t\n\r"u8);
    private static readonly SearchValues<byte> _textStops = SearchValues.Create("&<\r"u8);

    private readonly bool _isAttribute = isAttribute;
    private ReadOnlySpan<byte> _rest = raw;
    private ReadOnlySpan<byte> _behindCData;
    private ReadOnlySpan<byte> _run;
    private uint _scalar;
    private bool _inCData;

    /// <summary>The bytes that are not themselves in the resolved value.</summary>
    public static SearchValues<byte> Stops(bool isAttribute) => isAttribute ? _attributeStops : _textStops;

    /// <summary>Goes to the next piece, which is never empty.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (_rest.IsEmpty)
            {
                if (!_inCData)
                    return false;
                _inCData = false;
                _rest = _behindCData;
                continue;
            }

            int stop = _inCData ? _rest.IndexOf((byte)'\r') : _rest.IndexOfAny(Stops(_isAttribute));
            if (stop != 0)
                return TakeRun(stop < 0 ? _rest.Length : stop);
            if (_rest[0] != '<')
                return TakeCharacter();
            PassMarkup();
        }
    }

    /// <summary>The current piece; a single character is put into <paramref name="character"/>, which takes 4 bytes.</summary>
    public readonly ReadOnlySpan<byte> Piece(Span<byte> character) =>
        _scalar == 0 ? _run : character[..XmlUtf8.Encode(_scalar, character)];

    private bool TakeRun(int length)
    {
        _scalar = 0;
        _run = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private bool TakeCharacter()
    {
        int length = 1;
        if (_rest[0] == '&')
        {
            length = _rest.IndexOf((byte)';') + 1;
            _scalar = XmlReferences.Resolve(_rest[1..(length - 1)]);
        }
        else
        {
            // XML 1.0 §2.11: CR LF and a lone CR are one line feed.
            if (_rest.StartsWith("\r\n"u8))
                length = 2;
            _scalar = _isAttribute ? ' ' : '\n';
        }

        _rest = _rest[length..];
        return true;
    }

    private void PassMarkup()
    {
        if (_rest[1] == '!')
        {
            int end = XmlSkip.CData(_rest, 0);
            _behindCData = _rest[end..];
            _rest = _rest["<![CDATA[".Length..(end - "]]>".Length)];
            _inCData = true;
            return;
        }

        _rest = _rest[XmlSkip.Element(_rest, 0)..];
    }
}
