using Meerkat.LoadGen.Commands;

namespace Meerkat.LoadGen.Measure;

/// <summary>
/// Reads CPU time and memory of the server's processes from <c>/proc</c>. Sums over all of them; null once one of them
/// cannot be read (it ended, or belongs to somebody else). Any thread.
/// </summary>
internal sealed class ServerProbe(IReadOnlyList<int> pids, MetricsSource? metrics = null)
{
    public IReadOnlyList<int> Pids => pids;

    /// <summary>Of the server that a run loads.</summary>
    public static ServerProbe Of(LoadOptions options) =>
        new(options.ServerPids, options.Metrics is { } place ? new MetricsSource(place) : null);

    public bool IsActive => pids.Count > 0;

    public TimeSpan? ReadCpu()
    {
        if (!IsActive)
            return null;
        var sum = TimeSpan.Zero;
        foreach (var pid in pids)
        {
            if (ProcFile.ReadOrNull($"/proc/{pid}/stat") is not { } stat || !ProcFile.TryParseCpu(stat, out var cpu))
                return null;
            sum += cpu;
        }

        return sum;
    }

    public ProcessMemory? ReadMemory()
    {
        if (!IsActive)
            return null;
        ProcessMemory sum = new(0, 0);
        foreach (var pid in pids)
        {
            if (ReadMemory(pid) is not { } memory)
                return null;
            sum += memory;
        }

        return sum;
    }

    /// <summary>
    /// What the server says of its runtime; null if it was not asked for or does not answer. One thread only.
    /// </summary>
    public RuntimeFigures? ReadRuntime() => metrics?.Read();

    /// <summary>Resident memory alone, which costs next to nothing to read.</summary>
    public long? ReadResidentBytes()
    {
        if (!IsActive)
            return null;
        long sum = 0;
        foreach (var pid in pids)
        {
            if (ProcFile.ReadOrNull($"/proc/{pid}/statm") is not { } statm || !ProcFile.TryParseResident(statm, out var bytes))
                return null;
            sum += bytes;
        }

        return sum;
    }

    // smaps_rollup walks the whole address space: exact, but not something to read several times a second.
    private static ProcessMemory? ReadMemory(int pid)
    {
        if (ProcFile.ReadOrNull($"/proc/{pid}/smaps_rollup") is { } rollup
            && ProcFile.ParseKilobytes(rollup, "Rss") is { } rss)
            return new ProcessMemory(rss, ProcFile.ParseKilobytes(rollup, "Pss"));
        return ProcFile.ReadOrNull($"/proc/{pid}/status") is { } status
            && ProcFile.ParseKilobytes(status, "VmRSS") is { } resident
            ? new ProcessMemory(resident, null)
            : null;
    }
}
