using System.Diagnostics;

namespace Meerkat.LoadGen.Measure;

/// <summary>CPU time of the server and of this process at one moment.</summary>
internal readonly record struct ResourceSample(long Timestamp, TimeSpan? ServerCpu, TimeSpan ClientCpu)
{
    public static ResourceSample Take(ServerProbe server) =>
        new(Stopwatch.GetTimestamp(), server.ReadCpu(), Environment.CpuUsage.TotalTime);
}
