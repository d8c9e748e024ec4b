using System.Text;
using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Feeds a scanner a stream in pieces, as a connection would, and turns what it finds into the events of the case file:
/// once from what it tells a handler, and once from the units that it hands out.
/// </summary>
/// <remarks>
/// White space between first-level elements is consumed silently by the scanner and left out of the events, and
/// text there is trimmed: see <see cref="WithoutStreamWhiteSpace"/>. Everything else is told as the case file tells it.
/// </remarks>
public sealed class StreamFeeder
{
    // What one stream leaves in it must not matter to the next. The silent scanner is on its own.
    private static readonly XmlScratchPool _pool = new(capacity: 16);

    private readonly XmlStreamScanner _scanner;
    private readonly XmlStreamScanner _silentScanner;
    private readonly List<StreamEvent> _told = [];
    private readonly List<StreamEvent> _inUnits = [];
    private readonly List<StreamEvent> _before = [];
    private readonly UnitRecorder _units;
    private EventRecorder _handler;
    private byte[] _buffer = [];
    private Range _unread;
    private bool _hasEnded;

    private StreamFeeder(XmlLimits limits)
    {
        _scanner = new XmlStreamScanner(limits, _pool);
        _silentScanner = new XmlStreamScanner(limits);
        _handler = new EventRecorder(_told);
        _units = new UnitRecorder(_inUnits);
    }

    public string Verdict { get; private set; } = "";

    /// <summary>What the handler was told.</summary>
    public IReadOnlyList<StreamEvent> Events { get; private set; } = [];

    /// <summary>
    /// The events that must be the same however the stream is cut: of a text that has not ended, how much is told is free.
    /// </summary>
    public IReadOnlyList<StreamEvent> SettledEvents
    {
        get
        {
            IReadOnlyList<StreamEvent> events = Events;
            return Verdict != StreamCheck.Ok && events.Count > 0 && events[^1].Kind == "text" ? [.. events.SkipLast(1)] : events;
        }
    }

    /// <summary>What the scanner does with a handler and does not do without, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The bytes that a connection would have to keep for the next scan.</summary>
    public int UnreadLength => _unread.End.Value - _unread.Start.Value;

    /// <summary>Runs a whole case, cut at the offsets given.</summary>
    public static StreamFeeder Run(StreamCase sample, IEnumerable<int> cuts) =>
        Run(sample.Bytes, sample.Limits, cuts, new StreamSurroundings { Resets = sample.Resets });

    /// <summary>Runs a whole stream, cut at the offsets given.</summary>
    public static StreamFeeder Run(
        byte[] stream, XmlLimits limits, IEnumerable<int> cuts, StreamSurroundings? surroundings = null)
    {
        StreamSurroundings around = surroundings ?? StreamSurroundings.None;
        var feeder = new StreamFeeder(limits);
        int start = 0;
        foreach (int end in cuts.Concat(around.Resets).Append(stream.Length).Distinct().Order())
        {
            feeder.Feed(stream.AsSpan(start..end), around.Offset, around.Behind);
            start = end;
            if (around.Resets.Contains(end))
                feeder.Restart();
        }

        feeder.Finish();
        return feeder;
    }

    /// <summary>Joins adjacent text, trims text between first-level elements and drops what is then empty.</summary>
    public static IReadOnlyList<StreamEvent> WithoutStreamWhiteSpace(IEnumerable<StreamEvent> events)
    {
        var result = new List<StreamEvent>();
        var text = new StringBuilder();
        int depth = 0;
        foreach (StreamEvent item in events)
        {
            if (item.Kind == "text")
            {
                text.Append(item.Content);
                continue;
            }

            AddText(result, text, depth);
            result.Add(item);
            depth += item.Kind == "start" ? 1 : -1;
        }

        AddText(result, text, depth);
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

    private static void AddText(List<StreamEvent> events, StringBuilder text, int depth)
    {
        string content = text.ToString();
        text.Clear();
        if (depth <= 1)
            content = content.Trim(' ', '\t', '\r', '\n');
        if (content.Length > 0)
            events.Add(StreamEvent.Text(content));
    }

    private void Feed(ReadOnlySpan<byte> piece, int offset, ReadOnlySpan<byte> behind)
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

    // Returns what is left.
    private Range Scan(int start, int end)
    {
        while (true)
        {
            XmlScanResult result = _scanner.Scan(_buffer.AsSpan(start..end), ref _handler);
            CheckSilent(result, _buffer.AsSpan(start..end));
            if (result.Status == XmlScanStatus.Error)
                return start..end;
            _units.Add(result.Status, _buffer.AsSpan((start + result.Start)..(start + result.Consumed)), _scanner.Scope);
            if (result.Status == XmlScanStatus.StreamEnd)
                EndStream();
            start += result.Consumed;
            if (result.Status == XmlScanStatus.NeedMore)
                return start..end;
        }
    }

    // The end tag of the stream is told as a status only.
    private void EndStream()
    {
        _hasEnded = true;
        _told.Add(_inUnits[^1]);
    }

    private void CheckSilent(XmlScanResult result, ReadOnlySpan<byte> input)
    {
        if (_silentScanner.Scan(input) != result || _silentScanner.Error != _scanner.Error)
            Fault ??= $"{_silentScanner.Error} without a handler, {_scanner.Error} with one";
        if (_silentScanner.UsesStreamPrefixes != _scanner.UsesStreamPrefixes)
            Fault ??= $"UsesStreamPrefixes is {_scanner.UsesStreamPrefixes} only with a handler";
    }

    private void Finish()
    {
        Verdict = _scanner.Error switch
        {
            XmlError.None => _hasEnded ? StreamCheck.Ok : StreamCheck.Incomplete,
            XmlError.NotWellFormed => StreamCheck.NotWellFormed,
            XmlError.RestrictedXml => StreamCheck.Restricted,
            XmlError.UnsupportedEncoding => StreamCheck.UnsupportedEncoding,
            _ => StreamCheck.Policy,
        };
        CheckUnits(Verdict == StreamCheck.Ok);
        Events = _before;
        _scanner.Reset();
    }

    // What is in the units handed out must be what was told, but for a unit that is not whole.
    private void CheckUnits(bool hasEnded)
    {
        IReadOnlyList<StreamEvent> told = WithoutStreamWhiteSpace(_told);
        IReadOnlyList<StreamEvent> inUnits = WithoutStreamWhiteSpace(_inUnits);
        if (!told.Take(inUnits.Count).SequenceEqual(inUnits) || (hasEnded && told.Count != inUnits.Count))
            Fault ??= "the handler was told other events than are in the units";
        else if (WholeUnits(told).Count != WithoutText(inUnits).Count)
            Fault ??= "a unit that the handler was told of was not handed out";
        _before.AddRange(told);
    }

    private void Restart()
    {
        CheckUnits(_hasEnded);
        _told.Clear();
        _inUnits.Clear();
        _scanner.Reset();
        _silentScanner.Reset();
        _unread = default;
        _hasEnded = false;
    }
}
