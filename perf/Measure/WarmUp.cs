using System.Diagnostics;
using System.Runtime;
using Meerkat.Perf.Corpora;
using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Measure;

/// <summary>
/// Brings the managed parsers to their final code before anything is measured. All corpora take part, whichever are
/// measured: the compiler optimises for the mix, as in a server, and one corpus alone gives the figures of the whole run.
/// </summary>
internal static class WarmUp
{
    private const int CorpusBytes = 1024 * 1024;

    // The runtime waits for 100 ms without new methods before it promotes any, and again before the last tier.
    private static readonly TimeSpan _quietTime = TimeSpan.FromSeconds(1);

    // In case something is compiled anew forever.
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(60);

    public static void Run(ComparisonOptions options)
    {
        ParserKind[] managed = [.. options.Parsers.Where(kind => !ParserList.IsNative(kind))];
        Rounds[] rounds = [.. CorpusList.All.Select(source => new Rounds(source.Create(CorpusBytes), managed))];

        // Large pieces first: it is them the profile is to be made of.
        UntilSettled(() => RunEach(rounds, [ReceiveModel.BufferBytes]));
        if (options.Scope == ComparisonScope.Everything)
            UntilSettled(() => RunEach(rounds, ParserComparison.SmallPieces));
        foreach (Rounds round in rounds)
            round.Dispose();
    }

    /// <summary>Repeats work until the runtime does not compile anything anew.</summary>
    public static void UntilSettled(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        long lastChange = start;
        long compiled = -1;
        while (Stopwatch.GetElapsedTime(lastChange) < _quietTime && Stopwatch.GetElapsedTime(start) < _longest)
        {
            work();
            long now = JitInfo.GetCompiledMethodCount();
            if (now != compiled)
                lastChange = Stopwatch.GetTimestamp();
            compiled = now;
        }
    }

    private static void RunEach(Rounds[] rounds, IReadOnlyList<int> pieces)
    {
        foreach (Rounds round in rounds)
        {
            foreach (int bytes in pieces)
                round.WarmUp(bytes);
        }
    }
}
