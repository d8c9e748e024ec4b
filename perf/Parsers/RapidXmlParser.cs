using System.Runtime.InteropServices;
using Meerkat.Perf.Corpora;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// RapidXML in situ (destructive), closing tags validated, references resolved, the tree walked. It cannot parse a stream:
/// it is handed units that somebody else has framed and ended with NUL. A header is handed over as an empty element.
/// </summary>
internal sealed class RapidXmlParser : IParser
{
    private readonly nint _document = NativeParsers.CreateRapidXml();
    private readonly int[] _starts;
    private readonly byte[] _framed;
    private readonly byte[] _work;
    private Sums _sums;

    public RapidXmlParser(Corpus corpus)
    {
        _starts = new int[corpus.Frames.Length];
        // A header becomes one byte longer.
        _framed = new byte[corpus.Frames.Sum(frame => frame.Length + 2)];
        _work = GC.AllocateArray<byte>(_framed.Length, pinned: true);
        Frame(corpus);
    }

    // Declarations are attributes here, names are qualified names.
    public Tally Tally => new()
    {
        Elements = _sums.Elements,
        AttributesAndDeclarations = _sums.Attributes,
        QualifiedNameBytes = _sums.NameBytes,
        AllValueBytes = _sums.ValueBytes,
        TextBytes = _sums.TextBytes,
    };

    public void Prepare() => _framed.CopyTo(_work, 0);

    public void Run(int pieceBytes)
    {
        _sums = default;
        ThrowIfFailed(NativeParsers.RunRapidXml(
            _document, ref MemoryMarshal.GetArrayDataReference(_work), ref _starts[0], _starts.Length, ref _sums));
    }

    public Tally Check()
    {
        _sums = default;
        ThrowIfFailed(NativeParsers.CheckRapidXml(
            _document, ref MemoryMarshal.GetArrayDataReference(_work), ref _starts[0], _starts.Length, ref _sums));
        return new Tally
        {
            Elements = _sums.Elements,
            Attributes = _sums.Attributes,
            AttributesAndDeclarations = _sums.Attributes + _sums.Declarations,
            LocalNameBytes = _sums.NameBytes,
            QualifiedNameBytes = _sums.NameBytes + _sums.PrefixBytes + _sums.DeclarationNameBytes,
            ValueBytes = _sums.ValueBytes,
            AllValueBytes = _sums.ValueBytes + _sums.DeclarationValueBytes,
            TextBytes = _sums.TextBytes,
        };
    }

    public void Dispose() => NativeParsers.DestroyRapidXml(_document);

    private void Frame(Corpus corpus)
    {
        int position = 0;
        for (int i = 0; i < corpus.Frames.Length; i++)
        {
            Frame frame = corpus.Frames[i];
            _starts[i] = position;
            corpus.Bytes.AsSpan(frame.Start, frame.Length).CopyTo(_framed.AsSpan(position));
            position += frame.Length;
            if (frame.Kind == FrameKind.Header)
            {
                "/>"u8.CopyTo(_framed.AsSpan(position - 1));
                position++;
            }

            _framed[position++] = 0;
        }
    }

    private static void ThrowIfFailed(int failed)
    {
        if (failed >= 0)
            throw new InvalidOperationException($"RapidXML refuses unit {failed}.");
    }
}
