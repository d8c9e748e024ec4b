using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Running;

namespace Meerkat.Perf.Benchmarks;

/// <summary>One benchmark with its parameters, as something whose allocations can be counted.</summary>
internal sealed class AllocationCase(BenchmarkCase benchmark)
{
    private const int Operations = 10_000;

    // More than the operations of a round allocate.
    private const long Budget = 64 << 20;

    // Until the runtime has compiled it for good, which it does beside, an operation may allocate more.
    private const int MaxRounds = 100;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(30);

    public string Name { get; } = NameOf(benchmark);

    /// <summary>Bytes an operation allocates, rounded down: what the runtime is charged with besides is far below one each. Ends
    /// with the first round that is not above <paramref name="expected"/>.</summary>
    public long Measure(long expected)
    {
        Func<int> operation = Prepare();
        long least = long.MaxValue;
        for (int round = 0; round < MaxRounds && least > expected; round++)
        {
            if (round > 0) Thread.Sleep(_pause);
            least = Math.Min(least, MeasureRound(operation));
        }

        return least;
    }

    private static long MeasureRound(Func<int> operation)
    {
        for (int i = 0; i < 100; i++) operation();
        // A collection would count what is left of the block that the thread allocates from.
        bool isQuiet = GC.TryStartNoGCRegion(Budget);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Operations; i++) operation();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (isQuiet && System.Runtime.GCSettings.LatencyMode == System.Runtime.GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        return allocated / Operations;
    }

    private Func<int> Prepare()
    {
        object instance = Activator.CreateInstance(benchmark.Descriptor.Type)!;
        foreach (ParameterInstance parameter in benchmark.Parameters.Items)
            benchmark.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        benchmark.Descriptor.GlobalSetupMethod?.Invoke(instance, null);
        return benchmark.Descriptor.WorkloadMethod.CreateDelegate<Func<int>>(instance);
    }

    private static string NameOf(BenchmarkCase benchmark)
    {
        string type = benchmark.Descriptor.Type.Name.Replace("Benchmark", "", StringComparison.Ordinal);
        string name = $"{type}.{benchmark.Descriptor.WorkloadMethod.Name}";
        return benchmark.Parameters.Items.Aggregate(name, (all, parameter) => $"{all}({parameter.Value})");
    }
}
