using System.CommandLine;
using Meerkat.Perf.Reports;
using Meerkat.Perf.Servers;
using Meerkat.Perf.Tls;

namespace Meerkat.Perf.Commands;

/// <summary>The command <c>tls</c>: what TLS costs the server, in honest hands and in others.</summary>
internal static class TlsCommand
{
    public static Command Create()
    {
        Option<int> rounds = CountOption.Create("--rounds", "How often each figure is taken.", TlsOptions.Usual.Rounds, 100);
        var quick = new Option<bool>("--quick") { Description = "Two short rounds: shows that it runs, and figures roughly." };
        var parts = new Option<TlsPart[]>("--part") { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Write the tables to a file, too." };

        var command = new Command("tls", "Measure TLS: handshakes, memory, messages, hostile peers.")
        {
            rounds, quick, parts, markdown,
        };
        command.SetAction(async (result, stop) =>
        {
            using CancellationTokenRegistration ending = stop.Register(ChildProcess.EndAll);
            TlsOptions options = result.GetValue(quick) ? TlsOptions.Quick : TlsOptions.Usual;
            if (result.GetResult(rounds) is { Implicit: false })
                options = options with { Rounds = result.GetValue(rounds) };
            if (result.GetValue(parts) is { Length: > 0 } chosen)
                options = options with { Parts = chosen.ToHashSet() };
            await RunAsync(options, result.GetValue(markdown));
        });
        return command;
    }

    private static async Task RunAsync(TlsOptions options, FileInfo? markdown)
    {
        string openSsl = (await ChildProcess.RunAsync(Programs.OpenSsl, "version"))[0];
        TlsResult result = await new TlsComparison(options, Console.Error).RunAsync();
        new TlsReport(result, openSsl, Console.Out).Write();
        if (markdown is not null)
        {
            await using StreamWriter file = markdown.CreateText();
            new TlsReport(result, openSsl, file).Write();
        }
    }
}
