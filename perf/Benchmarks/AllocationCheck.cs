using BenchmarkDotNet.Running;

namespace Meerkat.Perf.Benchmarks;

/// <summary>Counts what every benchmark allocates and holds it against the baselines. One thread, nothing beside it.</summary>
internal static class AllocationCheck
{
    /// <summary>True if none allocates more than its baseline, and each has one.</summary>
    public static bool Run(TextWriter output)
    {
        Dictionary<string, long> baselines = Baselines.Read();
        bool isGood = true;
        foreach (AllocationCase benchmark in Cases())
        {
            bool isKnown = baselines.Remove(benchmark.Name, out long baseline);
            long bytes = benchmark.Measure(isKnown ? MostOf(baseline) : 0);
            string verdict = !isKnown ? "has no baseline" : bytes > MostOf(baseline) ? $"more than {baseline}" : "good";
            isGood &= isKnown && bytes <= MostOf(baseline);
            output.WriteLine($"{benchmark.Name}: {bytes} B an operation, {verdict}");
        }

        foreach (string name in baselines.Keys) output.WriteLine($"{name}: has a baseline and is no benchmark");
        return isGood && baselines.Count == 0;
    }

    /// <summary>Writes what every benchmark allocates now.</summary>
    public static void WriteBaselines(string path) =>
        Baselines.Write(path, Cases().Select(benchmark => KeyValuePair.Create(benchmark.Name, benchmark.Measure(expected: -1))));

    // The runtime counts what it leaves unused at the end of each 8 KiB that it gives a thread. Nothing stays nothing.
    private static long MostOf(long baseline) => baseline * 21 / 20;

    private static IEnumerable<AllocationCase> Cases() =>
        from type in BenchmarkList.All
        from benchmark in BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
        select new AllocationCase(benchmark);
}
