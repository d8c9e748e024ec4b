using System.CommandLine;
using Meerkat.Perf.Peers;
using Meerkat.Perf.Reports;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Commands;

/// <summary>The command <c>peers</c>: Meerkat beside other servers, and beside a relay that only copies bytes.</summary>
internal static class PeersCommand
{
    private const int Success = 0;
    private const int Failure = 1;

    public static Command Create()
    {
        int usual = PeersOptions.Usual.Rounds;
        Option<int> rounds = CountOption.Create("--rounds", "How often each figure is taken.", usual, 100);
        var quick = new Option<bool>("--quick") { Description = "One short round: shows that it runs, and rough figures." };
        var only = new Option<string[]>("--only")
        {
            Description = $"Only these: {string.Join(", ", PeerList.All.Select(peer => peer.Name))}.",
            AllowMultipleArgumentsPerToken = true,
        };
        only.AcceptOnlyFromAmong([.. PeerList.All.Select(peer => peer.Name)]);
        var parts = new Option<PeersPart[]>("--part") { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        var install = new Option<bool>("--install") { Description = "As root: have apt-get install what is missing." };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Write the tables to a file, too." };
        var json = new Option<FileInfo?>("--json") { Description = "Write all samples to a file." };
        var chart = new Option<FileInfo?>("--chart") { Description = "Draw bars into an SVG file." };

        var command = new Command("peers", "Compare Meerkat with Prosody, ejabberd and a relay.")
        {
            rounds, quick, only, parts, install, markdown, json, chart,
        };
        command.SetAction(async (result, stop) =>
        {
            using CancellationTokenRegistration ending = stop.Register(ChildProcess.EndAll);
            PeersOptions options = result.GetValue(quick) ? PeersOptions.Quick : PeersOptions.Usual;
            if (result.GetResult(rounds) is { Implicit: false })
                options = options with { Rounds = result.GetValue(rounds) };
            if (result.GetValue(only) is { Length: > 0 } names)
                options = options with { Peers = [.. PeerList.All.Where(peer => names.Contains(peer.Name))] };
            if (result.GetValue(parts) is { Length: > 0 } chosen)
                options = options with { Parts = chosen.ToHashSet() };
            if (result.GetValue(install) && PeerInstallation.MissingPackages(options.Peers) is { Count: > 0 } wanted)
                await PeerInstallation.InstallAsync(wanted);
            if (PeerInstallation.MissingPackages(options.Peers) is { Count: > 0 } missing)
            {
                Console.Error.WriteLine(
                    $"missing: apt-get install {string.Join(' ', missing)} (as root: --install), or --only with others");
                return Failure;
            }

            PeersResult measured = await new PeersComparison(options, Console.Error).RunAsync();
            await WriteAsync(measured, result.GetValue(markdown), result.GetValue(json), result.GetValue(chart));
            return Success;
        });
        return command;
    }

    private static async Task WriteAsync(PeersResult result, FileInfo? markdown, FileInfo? json, FileInfo? chart)
    {
        new PeersReport(result, Console.Out).Write();
        if (markdown is not null)
        {
            await using StreamWriter file = markdown.CreateText();
            new PeersReport(result, file).Write();
        }

        if (json is not null)
        {
            await using FileStream file = json.Create();
            PeersJsonReport.Write(result, file);
        }

        if (chart is not null)
        {
            await using StreamWriter file = chart.CreateText();
            PeersChart.Write(result, file);
        }
    }
}
