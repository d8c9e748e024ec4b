using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>What a run notes on its way, and the report that is made from it. Belongs to the run's thread.</summary>
internal sealed class RunFigures(LoadOptions options)
{
    /// <summary>At the start of the time that is measured.</summary>
    public ResourceSample First { get; set; }

    /// <summary>At its end.</summary>
    public ResourceSample Last { get; set; }

    public TimeSpan LoginTime { get; set; }

    public ProcessMemory? MemoryBefore { get; set; }

    public ProcessMemory? MemoryAfter { get; set; }

    public int Connections { get; set; }

    public SetupReport? Setup { get; set; }

    public StormReport? Storm { get; set; }

    public TimelineRecorder? Timeline { get; private set; }

    public TimeSpan Measured => Stopwatch.GetElapsedTime(First.Timestamp, Last.Timestamp);

    /// <summary>The load starts now.</summary>
    public TimelineRecorder BeginTimeline(ServerProbe server)
    {
        Timeline = new TimelineRecorder(server);
        Timeline.Begin();
        return Timeline;
    }

    public LoadReport CreateReport(Fleet fleet, ILoad? load, FailureCounts failures, bool isInterrupted)
    {
        var report = new LoadReport
        {
            Options = options,
            IsInterrupted = isInterrupted,
            Failure = null,
            Measured = Measured,
            Logins = new LoginReport(
                fleet.LoggedIn, fleet.LoginsFailed, fleet.Dropped, LoginTime, LatencySummary.Of(fleet.LoginLatency)),
            Setup = Setup,
            Storm = Storm,
            Server = CreateServerReport(0),
            Client = CreateClientReport(0),
            Timeline = Timeline?.Points ?? [],
            Flatness = Flatness.Of(Timeline?.Points ?? [], options.Warmup),
            Errors = failures.ToList(),
        };
        report = load?.Report(report) ?? report;
        return report with
        {
            Failure = FailureLine.Of(report),
            Server = CreateServerReport(report.Operations),
            Client = CreateClientReport(report.Operations),
        };
    }

    public ServerReport CreateServerReport(long operations)
    {
        var cpu = Last.ServerCpu - First.ServerCpu;
        return new ServerReport
        {
            Pids = options.ServerPids,
            Cpu = cpu,
            CpuPercent = cpu is { } used ? Percent(used) : null,
            CpuMicrosPerOperation = cpu is { } spent ? PerOperation(spent, operations) : null,
            MemoryBefore = MemoryBefore,
            MemoryAfter = MemoryAfter,
            Connections = Connections,
        };
    }

    private ClientReport CreateClientReport(long operations)
    {
        var cpu = Last.ClientCpu - First.ClientCpu;
        return new ClientReport(
            cpu,
            Percent(cpu),
            PerOperation(cpu, operations),
            operations > 0 ? (double)(Last.ClientBytes - First.ClientBytes) / operations : null);
    }

    private double Percent(TimeSpan cpu) => Measured > TimeSpan.Zero ? 100 * (cpu / Measured) : 0;

    private static double? PerOperation(TimeSpan cpu, long operations) =>
        operations > 0 ? cpu.TotalMicroseconds / operations : null;
}
