using Meerkat.Perf.Corpora;
using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Measure;

/// <summary>
/// Lets parsers read a corpus by turns, so that what disturbs the machine disturbs all, and holds what they count
/// against each other: a parser that was told of less than another was not compared with it.
/// </summary>
internal sealed class Rounds(Corpus corpus, IReadOnlyList<ParserKind> kinds) : IDisposable
{
    private readonly IParser[] _parsers = [.. kinds.Select(kind => ParserList.Create(kind, corpus))];

    public RunSet Measure(int pieceBytes, int rounds)
    {
        Tally[] tallies = Check();
        var nanoseconds = Array.ConvertAll(_parsers, _ => new long[rounds]);
        var allocated = Array.ConvertAll(_parsers, _ => new long[rounds]);
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < _parsers.Length; i++)
            {
                // Each round another parser is the first.
                int number = (i + round) % _parsers.Length;
                (nanoseconds[number][round], allocated[number][round]) = Time(_parsers[number], pieceBytes);
                ThrowIfDifferent(number, _parsers[number].Tally, tallies);
            }
        }

        var runs = new Dictionary<ParserKind, ParserRun>();
        for (int i = 0; i < _parsers.Length; i++)
        {
            runs[kinds[i]] = new ParserRun(
                corpus.Bytes.Length, corpus.StanzaCount, Median(nanoseconds[i]), Median(allocated[i]));
        }

        return new RunSet(runs);
    }

    /// <summary>Runs the parsers once, for the compiler's sake.</summary>
    public void WarmUp(int pieceBytes)
    {
        foreach (IParser parser in _parsers)
            Time(parser, pieceBytes);
    }

    public void Dispose()
    {
        foreach (IParser parser in _parsers)
            parser.Dispose();
    }

    private static (long Nanoseconds, long AllocatedBytes) Time(IParser parser, int pieceBytes)
    {
        parser.Prepare();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = ThreadClock.Nanoseconds();
        parser.Run(pieceBytes);
        long end = ThreadClock.Nanoseconds();
        return (end - start, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private Tally[] Check()
    {
        var tallies = new Tally[_parsers.Length];
        for (int i = 0; i < _parsers.Length; i++)
        {
            _parsers[i].Prepare();
            tallies[i] = _parsers[i].Check();
            ThrowIfDifferent(i, tallies[i], tallies.AsSpan(0, i));
        }

        return tallies;
    }

    private void ThrowIfDifferent(int number, Tally tally, ReadOnlySpan<Tally> others)
    {
        for (int i = 0; i < others.Length; i++)
        {
            if (tally.Differences(others[i]) is not { } differences)
                continue;
            string pair = $"{ParserList.Name(kinds[number])} and {ParserList.Name(kinds[i])}";
            throw new InvalidOperationException($"{corpus.Name}: {pair} differ: {differences}");
        }
    }

    private static long Median(long[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
