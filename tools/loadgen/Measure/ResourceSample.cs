using System.Diagnostics;

namespace Meerkat.LoadGen.Measure;

/// <summary>CPU time of the server, and CPU time and allocations of this process, at one moment.</summary>
internal readonly record struct ResourceSample(long Timestamp, TimeSpan? ServerCpu, TimeSpan ClientCpu, long ClientBytes)
{
    public static ResourceSample Take(ServerProbe server) =>
        new(Stopwatch.GetTimestamp(), server.ReadCpu(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
}
