using System.Diagnostics;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class ServerProbeTests
{
    [Fact]
    public void Probe_of_this_process_agrees_with_the_runtime()
    {
        using var process = Process.GetCurrentProcess();
        var probe = new ServerProbe([Environment.ProcessId]);

        var before = process.TotalProcessorTime;
        var cpu = probe.ReadCpu();
        var after = Environment.CpuUsage.TotalTime;

        // /proc counts in steps of 10 ms, for user and for system time.
        Assert.NotNull(cpu);
        Assert.InRange(cpu.Value, before - TimeSpan.FromMilliseconds(20), after + TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Probe_of_this_process_reads_its_memory()
    {
        var probe = new ServerProbe([Environment.ProcessId]);

        var memory = probe.ReadMemory();

        Assert.NotNull(memory);
        Assert.InRange(memory.Value.RssBytes, 10L << 20, 100L << 30);
        Assert.True(memory.Value.PssBytes <= memory.Value.RssBytes);
    }

    [Fact]
    public void Probe_sums_over_processes()
    {
        var once = new ServerProbe([Environment.ProcessId]).ReadMemory();

        var twice = new ServerProbe([Environment.ProcessId, Environment.ProcessId]).ReadMemory();

        Assert.InRange(twice!.Value.RssBytes, 1.5 * once!.Value.RssBytes, 3.0 * once.Value.RssBytes);
    }

    [Fact]
    public void Probe_of_a_process_that_is_not_there_knows_nothing()
    {
        // pid_max is at most 2^22.
        var probe = new ServerProbe([Environment.ProcessId, 1 << 23]);

        Assert.Null(probe.ReadCpu());
        Assert.Null(probe.ReadMemory());
    }

    [Fact]
    public void Probe_without_processes_is_not_active()
    {
        var probe = new ServerProbe([]);

        Assert.False(probe.IsActive);
        Assert.Null(probe.ReadCpu());
        Assert.Null(probe.ReadMemory());
    }
}
