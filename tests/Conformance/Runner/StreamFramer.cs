using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Meerkat.Conformance.Runner;

/// <summary>
/// Cuts the text of one XML stream into its header, its first-level elements and its end, and parses each with System.Xml.
/// Simple and slow on purpose: it shares no code with the server under test. Owned by one <see cref="XmppConnection"/>.
/// </summary>
internal sealed partial class StreamFramer
{
    /// <summary>Stands for the closing tag of the stream.</summary>
    public static readonly XName StreamClosed = "stream-closed";

    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly StringBuilder _text = new();
    private string? _header;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = new char[bytes.Length + 1];
        _text.Append(chars[.._decoder.GetChars(bytes, chars, flush: false)]);
    }

    /// <summary>The next complete element, as text and parsed; null when more bytes are needed.</summary>
    public (string Text, XElement Element)? TryRead(Func<string, string> translate)
    {
        var text = _text.ToString();
        var start = SkipProlog(text);
        var end = start < 0 ? -1 : FindEnd(text, start);
        if (end < 0)
            return null;
        _text.Remove(0, end);
        var frame = translate(text[start..end]);
        return (frame, Parse(frame));
    }

    public override string ToString() => _text.ToString();

    private XElement Parse(string frame)
    {
        if (frame.StartsWith("</", StringComparison.Ordinal))
            return new XElement(StreamClosed);
        if (IsHeader(frame, 0))
        {
            _header = frame;
            return XElement.Parse(frame + EndTag(frame));
        }

        // The element is parsed inside its stream header, which declares the namespaces in scope.
        return _header is null
            ? XElement.Parse(frame)
            : XElement.Parse(_header + frame + EndTag(_header), LoadOptions.PreserveWhitespace).Elements().Single();
    }

    private static int SkipProlog(string text)
    {
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at >= text.Length)
                return -1;
            if (!StartsAt(text, at, "<?"))
                return at;
            at = After(text, at, "?>");
            if (at < 0)
                return -1;
        }
    }

    private static int FindEnd(string text, int start)
    {
        if (StartsAt(text, start, "</") || IsHeader(text, start))
            return EndOfTag(text, start);
        var depth = 0;
        var at = start;
        do
        {
            at = text.IndexOf('<', at);
            if (at < 0)
                return -1;
            var end = StartsAt(text, at, "<![CDATA[") ? After(text, at, "]]>") : EndOfTag(text, at);
            if (end < 0)
                return -1;
            depth += DepthChange(text, at, end);
            at = end;
        }
        while (depth > 0);
        return at;
    }

    private static int DepthChange(string text, int start, int end)
    {
        if (text[start + 1] == '/')
            return -1;
        return text[start + 1] == '!' || text[end - 2] == '/' ? 0 : 1;
    }

    private static int EndOfTag(string text, int start)
    {
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            if (quote != '\0')
                quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '\'' or '"')
                quote = text[i];
            else if (text[i] == '>')
                return i + 1;
        }

        return -1;
    }

    private static int After(string text, int start, string end)
    {
        var at = text.IndexOf(end, start, StringComparison.Ordinal);
        return at < 0 ? -1 : at + end.Length;
    }

    private static bool StartsAt(string text, int at, string prefix) =>
        string.CompareOrdinal(text, at, prefix, 0, prefix.Length) == 0;

    private static bool IsHeader(string text, int at) => Header().IsMatch(text, at);

    private static string EndTag(string header) => $"</{Header().Match(header).Groups[1].Value}>";

    [GeneratedRegex(@"\G<((?:[\w-]+:)?stream)[\s>]")]
    private static partial Regex Header();
}
