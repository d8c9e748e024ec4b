namespace Meerkat.Perf.Benchmarks;

/// <summary>All benchmarks there are: public and open, since BenchmarkDotNet derives from them.</summary>
internal static class BenchmarkList
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ScannerBenchmark), typeof(SessionTableBenchmark), typeof(OutboxBenchmark), typeof(RouterBenchmark),
        typeof(ModuleBenchmark), typeof(StanzaPathBenchmark),
    ];
}
