using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Meerkat.Perf.Benchmarks;

namespace Meerkat.Perf.Commands;

/// <summary>The command <c>bench</c>: parts of the server by themselves, by BenchmarkDotNet; and what they may allocate.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var filter = new Argument<string>("filter")
        {
            Description = "Only these, as in *Router*.",
            DefaultValueFactory = _ => "*",
        };
        var check = new Option<bool>("--check-allocations")
        {
            Description = "Only count allocated bytes, and hold them against perf/baselines.json.",
        };
        var write = new Option<FileInfo?>("--write-baselines") { Description = "Only count allocated bytes, and write them to this file." };
        var command = new Command("bench", "Measure the parts that a stanza passes, one by one.") { filter, check, write };
        command.SetAction(result => Run(
            result.GetValue(filter)!, result.GetValue(check), result.GetValue(write)));
        return command;
    }

    private static int Run(string filter, bool isCheck, FileInfo? baselines)
    {
        if (isCheck) return AllocationCheck.Run(Console.Out) ? 0 : 1;
        if (baselines is not null)
        {
            AllocationCheck.WriteBaselines(baselines.FullName);
            return 0;
        }

        // In this process: another would be built for each benchmark, which takes longer than to run it.
        IConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([.. BenchmarkList.All]).Run(["--filter", filter], config);
        return 0;
    }
}
