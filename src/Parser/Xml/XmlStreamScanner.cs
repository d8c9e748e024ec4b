using System.Runtime.CompilerServices;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Resumable scanner of one XML stream (RFC 6120 §4, §11; XML 1.0 fifth edition; Namespaces 1.0). It validates and
/// frames; it does not copy. Belongs to the turn of its stream. Holds no buffer while no element is under way.
/// </summary>
/// <param name="limits">What the stream may send.</param>
/// <param name="pool">Where the tables for an element under way come from. Without a pool the scanner keeps its own.</param>
public sealed partial class XmlStreamScanner(XmlLimits limits, XmlScratchPool? pool = null)
{
    // No outcome yet.
    private const XmlScanStatus Undecided = (XmlScanStatus)byte.MaxValue;

    private readonly XmlLimits _limits = limits;
    private readonly XmlScratchPool? _pool = pool;
    private XmlScratch? _scratch;

    // All offsets count from the start of the unit under way. Invariant: _token <= _position <= length of the input.
    private int _position;
    private int _token;

    // Behind the last start tag.
    private int _tagEnd;

    // The bytes from the start of the input that are known to be whole legal characters; may reach behind the unit.
    private int _legalLength;

    // White space in front of the header counts for MaxHeaderBytes, although it is consumed.
    private int _prologBytes;

    private Phase _phase;
    private State _state;
    private XmlTagSearch _search;
    private bool _isInText;

    // The last unit was the header or an element, and nothing came after it yet.
    private bool _isBetweenElements;
    private bool _usesStreamPrefix;
    private bool _usesStreamDefault;
    private bool _namesServerContent;

    private enum Phase : byte
    {
        Start,
        Prolog,
        Open,

        /// <summary>The root element was an empty element: its end is still to be told.</summary>
        EmptyRoot,
        Ended,
    }

    // What the byte at _position belongs to.
    private enum State : byte
    {
        /// <summary>No unit is under way.</summary>
        None,

        /// <summary>Character data between first-level elements.</summary>
        StreamText,

        /// <summary>Text and tags within a first-level element.</summary>
        Content,
        Markup,
        Tag,
        Reference,
        CData,
        Declaration,
    }

    /// <summary>Why the last scan returned <see cref="XmlScanStatus.Error"/>.</summary>
    public XmlError Error { get; private set; }

    /// <summary>The declarations of the stream header; <see cref="StreamScope.Client"/> where they are the usual ones.</summary>
    public StreamScope Scope { get; private set; } = StreamScope.Empty;

    /// <summary>
    /// True if the element just returned cannot be forwarded byte for byte from a stream with content namespace
    /// <c>jabber:client</c> to a stream with the header of <see cref="StreamScope.Client"/>: it depends on other
    /// declarations of its own header. See <see cref="XmlRewriter"/>.
    /// </summary>
    public bool UsesStreamPrefixes => NeedsRewriting(Namespaces.Client);

    /// <summary>
    /// As <see cref="UsesStreamPrefixes"/>, for a stream with any content namespace. Forwarding turns elements in that, as
    /// the default namespace of the header, into <c>jabber:client</c>; where an element names it, it must be rewritten.
    /// </summary>
    public bool NeedsRewriting(ReadOnlySpan<byte> contentNamespace) =>
        _usesStreamPrefix ||
        (_usesStreamDefault && !contentNamespace.SequenceEqual(Scope.DefaultNamespace)) ||
        (_namesServerContent && !contentNamespace.SequenceEqual(Namespaces.Client));

    /// <summary>
    /// Looks for the next unit. <paramref name="input"/> starts at the first byte not yet consumed; bytes seen by an
    /// earlier call are the same again, with more behind them. Nothing is examined twice.
    /// </summary>
    public XmlScanResult Scan(ReadOnlySpan<byte> input)
    {
        var handler = default(NoXmlHandler);
        return Scan(input, ref handler);
    }

    /// <summary>
    /// As <see cref="Scan(ReadOnlySpan{byte})"/>, and tells <paramref name="handler"/> what is within the units, also within
    /// one that is not whole yet.
    /// </summary>
    public XmlScanResult Scan<THandler>(ReadOnlySpan<byte> input, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        // The usual case, without what can only be at other times: an element follows the header or another one.
        if (_isBetweenElements && !input.IsEmpty && input[0] == '<' && input.Length <= _legalLength &&
            input.Length < _limits.MaxStanzaBytes && _scratch is not null)
        {
            BeginElement();
            return Finish(ScanUnit(input, ref handler), 0, input.Length);
        }

        return (input.IsEmpty && _state == State.None && _phase == Phase.Open) || TryWait(input, ref handler)
            ? new XmlScanResult(XmlScanStatus.NeedMore, 0, 0)
            : ScanAnything(input, ref handler);
    }

    /// <summary>Begins a new stream: after STARTTLS and SASL (RFC 6120 §4.3.3).</summary>
    public void Reset()
    {
        ReturnScratch();
        _position = _token = _legalLength = _prologBytes = 0;
        _phase = Phase.Start;
        _state = State.None;
        _isInText = _isBetweenElements = _usesStreamPrefix = _usesStreamDefault = _namesServerContent = false;
        Error = XmlError.None;
        Scope = StreamScope.Empty;
    }

    private int MaxUnitBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _phase < Phase.Open ? _limits.MaxHeaderBytes - _prologBytes : _limits.MaxStanzaBytes;
    }

    // The open elements without the root.
    private int Depth => _scratch is null ? 0 : _scratch.Depth;

    // The few bytes that have come are in the middle of a tag or of text.
    private bool TryWait<THandler>(ReadOnlySpan<byte> input, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        int from = _legalLength;
        if (_state is not (State.Tag or State.Content) || (uint)(input.Length - from) > XmlTail.Length ||
            _position != from || input.Length >= MaxUnitBytes || Error != XmlError.None)
            return false;
        int end = XmlTail.IsPlain(input, from) ? input.Length : XmlChars.PlainEnd(input, from);
        if (end < 0)
            return false;
        if (_state == State.Content)
            TellText(input, from, end, ref handler);
        else if (!_search.TryPass(input[..end], _limits))
            return false;
        _position = _legalLength = end;
        return true;
    }

    private XmlScanResult ScanAnything<THandler>(ReadOnlySpan<byte> input, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (Error != XmlError.None)
            return new XmlScanResult(XmlScanStatus.Error, 0, 0);
        if (_phase == Phase.EmptyRoot)
            return EndStream();

        int start = _state == State.None && !_isInText && (input.IsEmpty || input[0] != '<') ? Skip(input) : 0;
        input = input[start..];
        int limit = MaxUnitBytes;
        bool isFull = input.Length >= limit;
        if (isFull)
            input = input[..Math.Max(limit, 0)];

        ReadOnlySpan<byte> unit = input[..LegalLength(input)];
        if (_phase == Phase.Start && _state == State.None && TryOpenStream(unit, ref handler))
            return Finish(XmlScanStatus.StreamHeader, start, input.Length);
        XmlScanStatus status = BeginOrContinue(unit);
        if (status == Undecided)
            status = ScanUnit(unit, ref handler);
        if (status == XmlScanStatus.NeedMore)
            status = CheckEnd(input[unit.Length..], isFull);
        return Finish(status, start, input.Length);
    }

    private XmlScanResult EndStream()
    {
        _phase = Phase.Ended;
        return new XmlScanResult(XmlScanStatus.StreamEnd, 0, 0);
    }

    private int Skip(ReadOnlySpan<byte> input)
    {
        int start = XmlChars.SkipWhiteSpace(input, 0);
        _legalLength = Math.Max(0, _legalLength - start);
        if (_phase <= Phase.Prolog && start > 0)
        {
            _phase = Phase.Prolog;
            _prologBytes = (int)Math.Min((long)_prologBytes + start, int.MaxValue);
        }

        return start;
    }

    private int LegalLength(ReadOnlySpan<byte> input)
    {
        if (XmlTail.IsAscii(input, _legalLength))
            _legalLength = input.Length;
        else if (_legalLength < input.Length)
            _legalLength += XmlUtf8.LegalLength(input[_legalLength..]);
        return Math.Min(_legalLength, input.Length);
    }

    // All legal bytes are scanned and the unit goes on: are the bytes behind them illegal, or too many?
    private XmlScanStatus CheckEnd(ReadOnlySpan<byte> rest, bool isFull)
    {
        if (!rest.IsEmpty && XmlUtf8.Decode(rest, out _) == XmlUtf8.Illegal)
            return Fail(IsOtherEncoding(rest) ? XmlError.UnsupportedEncoding : XmlError.NotWellFormed);
        return isFull ? Fail(XmlError.LimitExceeded) : XmlScanStatus.NeedMore;
    }

    // FE and FF begin the byte order marks of UTF-16; NUL is half of '<' in UTF-16 and UTF-32 (XML 1.0 appendix F).
    private bool IsOtherEncoding(ReadOnlySpan<byte> rest) =>
        _phase == Phase.Start && _position <= 1 && rest[0] is 0xFE or 0xFF or 0;

    private XmlScanResult Finish(XmlScanStatus status, int start, int inputLength)
    {
        if (status is XmlScanStatus.NeedMore or XmlScanStatus.Error)
        {
            if (_state == State.None || status == XmlScanStatus.Error)
                ReturnScratch();
            else if (_scratch is not null)
                _pool?.OnWait(_scratch);
            return new XmlScanResult(status, start, start);
        }

        int length = _position;
        _position = 0;
        _token = 0;
        _legalLength -= length;
        _state = State.None;
        _isBetweenElements = status is XmlScanStatus.Element or XmlScanStatus.StreamHeader && _phase == Phase.Open;

        // While there is more input the next element is likely to be in it, and the scan that finds none gives it back.
        if (length == inputLength)
            ReturnScratch();
        return new XmlScanResult(status, start, start + length);
    }

    private XmlScanStatus ScanUnit<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        while (true)
        {
            XmlScanStatus status = _state switch
            {
                State.Content => ScanContent(unit, ref handler),
                State.StreamText => ScanStreamText(unit),
                State.Markup => ScanMarkup(unit),
                State.Tag => ScanTag(unit, ref handler),
                State.Reference => ScanReference(unit, ref handler),
                State.CData => ScanCData(unit, ref handler),
                _ => ScanDeclaration(unit),
            };
            if (status == XmlScanStatus.Text)
                TellValue(unit[.._position], ref handler);
            if (status != Undecided)
                return status;
        }
    }

    private XmlScanStatus BeginOrContinue(ReadOnlySpan<byte> unit)
    {
        if (_state == State.None)
        {
            if (unit.IsEmpty)
                return XmlScanStatus.NeedMore;
            if (!TryBegin(unit[0]))
                return Fail(XmlError.NotWellFormed);
        }

        if (_state != State.StreamText)
            _scratch ??= _pool?.Rent() ?? new XmlScratch();
        return Undecided;
    }

    private bool TryBegin(byte first)
    {
        if (_phase == Phase.Ended || (first != '<' && _phase != Phase.Open))
            return false;
        BeginElement();
        if (first != '<')
        {
            _isInText = true;
            _state = State.StreamText;
        }
        else if (_phase != Phase.Open)
            BeginMarkup(0);
        return true;
    }

    private void BeginElement()
    {
        _usesStreamPrefix = _usesStreamDefault = _namesServerContent = false;
        _isInText = _isBetweenElements = false;
        _state = State.Content;
    }

    private XmlScanStatus OpenStream(ReadOnlySpan<byte> unit)
    {
        XmlScratch scratch = _scratch!;
        ref readonly XmlOpenElement root = ref scratch.Innermost;
        if (Scope == StreamScope.Empty)
            Scope = StreamScope.FromHeader(unit, unit.Slice(root.NameStart, root.NameLength), scratch.Attributes);
        scratch.Clear();
        _phase = unit[_position - 2] == '/' ? Phase.EmptyRoot : Phase.Open;
        return XmlScanStatus.StreamHeader;
    }

    private XmlScanStatus Fail(XmlError error)
    {
        Error = error;
        return XmlScanStatus.Error;
    }

    private void ReturnScratch()
    {
        if (_scratch is null)
            return;
        if (_pool is null)
        {
            _scratch.Clear();
            return;
        }

        _pool.Return(_scratch);
        _scratch = null;
    }
}
