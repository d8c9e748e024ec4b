using System.Text;
using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Feeds a scanner a stream in pieces, as a connection would, and turns its units into the events of the case file.
/// </summary>
/// <remarks>
/// White space between first-level elements is consumed silently by the scanner and left out of the events, and
/// text there is trimmed: see <see cref="WithoutStreamWhiteSpace"/>. Everything else is told as the case file tells it.
/// </remarks>
public sealed class StreamFeeder(XmlLimits limits)
{
    private readonly XmlStreamScanner _scanner = new(limits);
    private readonly List<StreamEvent> _events = [];
    private byte[] _buffer = [];
    private Range _unread;
    private StreamEvent? _rootEnd;
    private bool _hasEnded;

    public string Verdict => _scanner.Error switch
    {
        XmlError.None => _hasEnded ? "ok" : "incomplete",
        XmlError.NotWellFormed => "not-well-formed",
        XmlError.RestrictedXml => "restricted-xml",
        XmlError.UnsupportedEncoding => "unsupported-encoding",
        _ => "policy",
    };

    public bool IsRefused => _scanner.Error != XmlError.None;

    public IReadOnlyList<StreamEvent> Events => WithoutStreamWhiteSpace(_events);

    /// <summary>
    /// The events that must be the same however the stream is cut: of a text that ends in an error, how much is told is free.
    /// </summary>
    public IReadOnlyList<StreamEvent> SettledEvents
    {
        get
        {
            IReadOnlyList<StreamEvent> events = Events;
            return IsRefused && events.Count > 0 && events[^1].Kind == "text" ? [.. events.SkipLast(1)] : events;
        }
    }

    /// <summary>Runs a whole stream, cut at the offsets given.</summary>
    public static StreamFeeder Run(StreamCase sample, IEnumerable<int> cuts)
    {
        var feeder = new StreamFeeder(sample.Limits);
        int start = 0;
        foreach (int end in cuts.Concat(sample.Resets).Append(sample.Bytes.Length).Distinct().Order())
        {
            feeder.Feed(sample.Bytes.AsSpan(start..end));
            start = end;
            if (sample.Resets.Contains(end))
                feeder.Restart();
        }

        return feeder;
    }

    /// <summary>Runs a whole stream, cut at the offsets given, each input at an offset in an array with more behind.</summary>
    public static StreamFeeder Run(
        byte[] stream, XmlLimits limits, IEnumerable<int> cuts, int offset = 0, byte[]? behind = null)
    {
        var feeder = new StreamFeeder(limits);
        int start = 0;
        foreach (int end in cuts.Append(stream.Length).Order())
        {
            feeder.Feed(stream.AsSpan(start..end), offset, behind);
            start = end;
        }

        return feeder;
    }

    public void Feed(ReadOnlySpan<byte> piece, int offset = 0, ReadOnlySpan<byte> behind = default)
    {
        ReadOnlySpan<byte> unread = _buffer.AsSpan(_unread);
        int end = offset + unread.Length + piece.Length;

        // A new array each time: whatever still looked at the old one would show.
        byte[] buffer = new byte[end + behind.Length];
        unread.CopyTo(buffer.AsSpan(offset));
        piece.CopyTo(buffer.AsSpan(end - piece.Length));
        behind.CopyTo(buffer.AsSpan(end));
        _buffer = buffer;
        _unread = Scan(offset, end);
    }

    /// <summary>Joins adjacent text, trims text between first-level elements and drops what is then empty.</summary>
    public static IReadOnlyList<StreamEvent> WithoutStreamWhiteSpace(IEnumerable<StreamEvent> events)
    {
        var result = new List<StreamEvent>();
        int depth = 0;
        foreach (StreamEvent item in events)
        {
            depth += item.Kind switch { "start" => 1, "end" => -1, _ => 0 };
            if (item.Kind != "text")
            {
                TrimLast(result, item.Kind == "start" ? depth - 1 : depth + 1);
                result.Add(item);
            }
            else if (result.Count > 0 && result[^1].Kind == "text")
                result[^1] = StreamEvent.Text(result[^1].Content + item.Content);
            else
                result.Add(item);
        }

        TrimLast(result, depth);
        return result;
    }

    public static List<StreamEvent> WithoutText(IEnumerable<StreamEvent> events) =>
        [.. events.Where(item => item.Kind != "text")];

    /// <summary>The tags of the units that are whole: of the stream header, and of first-level elements.</summary>
    public static List<StreamEvent> WholeUnits(IEnumerable<StreamEvent> events)
    {
        List<StreamEvent> all = WithoutText(events);
        int depth = 0;
        int whole = 0;
        for (int i = 0; i < all.Count; i++)
        {
            depth += all[i].Kind == "start" ? 1 : -1;
            if (depth <= 1)
                whole = i + 1;
        }

        return all[..whole];
    }

    private static void TrimLast(List<StreamEvent> events, int depth)
    {
        if (depth > 1 || events.Count == 0 || events[^1].Kind != "text")
            return;
        string text = events[^1].Content.Trim(' ', '\t', '\r', '\n');
        events.RemoveAt(events.Count - 1);
        if (text.Length > 0)
            events.Add(StreamEvent.Text(text));
    }

    // Returns what is left.
    private Range Scan(int start, int end)
    {
        while (true)
        {
            XmlScanResult result = _scanner.Scan(_buffer.AsSpan(start..end));
            if (result.Status == XmlScanStatus.Error)
                return start..end;
            Deliver(result.Status, _buffer.AsSpan((start + result.Start)..(start + result.Consumed)));
            start += result.Consumed;
            if (result.Status == XmlScanStatus.NeedMore)
                return start..end;
        }
    }

    private void Restart()
    {
        _scanner.Reset();
        _unread = default;
        _hasEnded = false;
    }

    private void Deliver(XmlScanStatus status, ReadOnlySpan<byte> unit)
    {
        switch (status)
        {
            case XmlScanStatus.StreamHeader:
                _rootEnd = AddStart(new XmlElementReader(unit, _scanner.Scope));
                break;
            case XmlScanStatus.Element:
                Walk(new XmlElementReader(unit, _scanner.Scope));
                break;
            case XmlScanStatus.Text:
                _events.Add(StreamEvent.Text(XmlValue.OfText(unit).ToString()));
                break;
            case XmlScanStatus.StreamEnd:
                _hasEnded = true;
                _events.Add(_rootEnd!);
                break;
        }
    }

    private void Walk(XmlElementReader element)
    {
        StreamEvent end = AddStart(element);
        ReadOnlySpan<byte> inner = element.InnerXml;
        foreach (XmlElementReader child in element.Children)
        {
            inner.Overlaps(child.OuterXml, out int start);
            AddText(inner[..start]);
            Walk(child);
            inner = inner[(start + child.OuterXml.Length)..];
        }

        AddText(inner);
        _events.Add(end);
    }

    private void AddText(ReadOnlySpan<byte> raw)
    {
        string text = XmlValue.OfText(raw).ToString();
        if (text.Length > 0)
            _events.Add(StreamEvent.Text(text));
    }

    // Returns the event of its end.
    private StreamEvent AddStart(XmlElementReader element)
    {
        var attributes = new List<string[]>();
        var declarations = new List<string[]>();
        foreach (XmlAttribute attribute in element.Attributes)
        {
            string value = attribute.Value.ToString();
            string prefix = String(attribute.Prefix);
            string localName = String(attribute.LocalName);
            if (attribute.IsNamespaceDeclaration)
                declarations.Add([prefix.Length == 0 ? "" : localName, value]);
            else
                attributes.Add([String(attribute.Namespace), localName, prefix, value]);
        }

        _events.Add(StreamEvent.Start(
            String(element.Namespace), String(element.LocalName), String(element.Prefix), attributes, declarations));
        return StreamEvent.End(String(element.Namespace), String(element.LocalName));
    }

    private static string String(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
