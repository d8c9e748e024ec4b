using System.Runtime.InteropServices;
using Meerkat.Perf.Corpora;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// Expat with namespaces, fed in pieces, handlers for start tags, end tags and character data. It is reset, not made anew,
/// where a stream restarts.
/// </summary>
internal sealed class ExpatParser(Corpus corpus) : IParser
{
    private readonly nint _parser = NativeParsers.CreateExpat();
    private readonly byte[] _work = GC.AllocateArray<byte>(corpus.Bytes.Length, pinned: true);
    private Sums _sums;

    // Declarations are not told to these handlers.
    public Tally Tally => new()
    {
        Elements = _sums.Elements,
        Ends = _sums.Ends,
        Attributes = _sums.Attributes,
        LocalNameBytes = _sums.NameBytes,
        NamespaceBytes = _sums.NamespaceBytes,
        ValueBytes = _sums.ValueBytes,
        TextBytes = _sums.TextBytes,
    };

    public void Prepare() => corpus.Bytes.CopyTo(_work, 0);

    public void Run(int pieceBytes)
    {
        _sums = default;
        int failed = NativeParsers.RunExpat(
            _parser,
            ref MemoryMarshal.GetArrayDataReference(_work),
            ref corpus.StreamEnds[0],
            corpus.StreamEnds.Length,
            pieceBytes,
            ref _sums);
        if (failed >= 0)
            throw new InvalidOperationException($"Expat refuses stream {failed}.");
    }

    public Tally Check()
    {
        Run(_work.Length);
        return Tally;
    }

    public void Dispose() => NativeParsers.DestroyExpat(_parser);
}
