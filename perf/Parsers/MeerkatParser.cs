using Meerkat.Parser.Xml;
using Meerkat.Perf.Corpora;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// Our own scanner, fed as the server feeds it: pieces of a stream, framing included, every check on, units told apart, what an
/// unfinished stanza costs the receive buffer included.
/// </summary>
internal sealed class MeerkatParser(Corpus corpus) : IParser
{
    private readonly XmlStreamScanner _scanner = new(XmlLimits.Default, new XmlScratchPool(1));
    private readonly byte[] _work = new byte[corpus.Bytes.Length];
    private readonly byte[] _spare = new byte[XmlLimits.Default.MaxStanzaBytes];
    private readonly byte[] _resolved = new byte[XmlLimits.Default.MaxStanzaBytes];
    private Sums _sums;

    public Tally Tally => new()
    {
        Elements = _sums.Elements,
        Attributes = _sums.Attributes,
        AttributesAndDeclarations = _sums.Attributes + _sums.Declarations,
        LocalNameBytes = _sums.NameBytes,
        NamespaceBytes = _sums.NamespaceBytes,
        ValueBytes = _sums.ValueBytes,
        AllValueBytes = _sums.ValueBytes + _sums.DeclarationValueBytes,
        TextBytes = _sums.TextBytes,
    };

    public void Prepare() => corpus.Bytes.CopyTo(_work, 0);

    public void Run(int pieceBytes)
    {
        _sums = default;
        int start = 0;
        foreach (int end in corpus.StreamEnds)
        {
            _scanner.Reset();
            var buffer = new ReceiveModel(_work, start, _spare);
            while (buffer.Received < end)
            {
                buffer.Receive(pieceBytes, end);
                buffer.Consume(ScanPiece(buffer.Unread));
            }

            start = end;
        }
    }

    public Tally Check()
    {
        Run(ReceiveModel.BufferBytes);
        return Tally;
    }

    public void Dispose()
    {
    }

    private int ScanPiece(ReadOnlySpan<byte> input)
    {
        int consumed = 0;
        while (true)
        {
            XmlScanResult result = _scanner.Scan(input[consumed..]);
            if (result.Status == XmlScanStatus.Error)
                throw new InvalidOperationException($"The scanner refuses the corpus: {_scanner.Error}.");
            if (result.Status is XmlScanStatus.Element or XmlScanStatus.StreamHeader)
                Visit(new XmlElementReader(input[(consumed + result.Start)..(consumed + result.Consumed)], _scanner.Scope));
            consumed += result.Consumed;
            if (result.Status == XmlScanStatus.NeedMore)
                return consumed;
        }
    }

    private void Visit(XmlElementReader element)
    {
        _sums.Elements++;
        _sums.NameBytes += element.LocalName.Length;
        _sums.NamespaceBytes += element.Namespace.Length;
        foreach (XmlAttribute attribute in element.Attributes)
        {
            int length = Length(attribute.Value);
            if (attribute.IsNamespaceDeclaration)
            {
                _sums.Declarations++;
                _sums.DeclarationValueBytes += length;
                continue;
            }

            _sums.Attributes++;
            _sums.NameBytes += attribute.LocalName.Length;
            _sums.NamespaceBytes += attribute.Namespace.Length;
            _sums.ValueBytes += length;
        }

        if (!element.InnerXml.IsEmpty)
            _sums.TextBytes += Length(element.Text);
        foreach (XmlElementReader child in element.Children)
            Visit(child);
    }

    private int Length(XmlValue value) => value.NeedsUnescape ? value.Unescape(_resolved) : value.Raw.Length;
}
