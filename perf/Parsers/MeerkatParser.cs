using Meerkat.Parser.Xml;
using Meerkat.Perf.Corpora;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// Our own scanner, fed as the server feeds it: pieces of a stream, framing included, every check on, what an unfinished
/// stanza costs the receive buffer included.
/// </summary>
internal sealed class MeerkatParser<TVisitor>(Corpus corpus) : IParser
    where TVisitor : struct, ISumVisitor<TVisitor>
{
    private readonly XmlStreamScanner _scanner = new(XmlLimits.Default, new XmlScratchPool(1));
    private readonly byte[] _work = new byte[corpus.Bytes.Length];
    private readonly byte[] _spare = new byte[XmlLimits.Default.MaxStanzaBytes];
    private readonly byte[] _resolved = new byte[XmlLimits.Default.MaxStanzaBytes];
    private Sums _sums;

    public Tally Tally => TVisitor.TallyOf(_sums);

    public void Prepare() => corpus.Bytes.CopyTo(_work, 0);

    public void Run(int pieceBytes)
    {
        TVisitor visitor = TVisitor.Create(_resolved);
        int start = 0;
        foreach (int end in corpus.StreamEnds)
        {
            _scanner.Reset();
            var buffer = new ReceiveModel(_work, start, _spare);
            while (buffer.Received < end)
            {
                buffer.Receive(pieceBytes, end);
                buffer.Consume(ScanPiece(buffer.Unread, ref visitor));
            }

            start = end;
        }

        _sums = visitor.Total;
    }

    public Tally Check()
    {
        Run(ReceiveModel.BufferBytes);
        return Tally;
    }

    public void Dispose()
    {
    }

    private int ScanPiece(ReadOnlySpan<byte> input, ref TVisitor visitor)
    {
        int consumed = 0;
        while (true)
        {
            XmlScanResult result = _scanner.Scan(input[consumed..], ref visitor);
            consumed += result.Consumed;
            switch (result.Status)
            {
                case XmlScanStatus.NeedMore:
                    return consumed;
                case XmlScanStatus.StreamEnd:
                    visitor.OnStreamEnd();
                    break;
                case XmlScanStatus.Error:
                    throw new InvalidOperationException($"The scanner refuses the corpus: {_scanner.Error}.");
            }
        }
    }
}
