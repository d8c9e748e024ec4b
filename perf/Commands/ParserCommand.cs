using System.CommandLine;
using Meerkat.Perf.Corpora;
using Meerkat.Perf.Measure;
using Meerkat.Perf.Parsers;
using Meerkat.Perf.Reports;

namespace Meerkat.Perf.Commands;

/// <summary>The command <c>parser</c>: our parser against others.</summary>
internal static class ParserCommand
{
    private const int Failure = 1;

    public static Command Create()
    {
        Option<int> rounds = CountOption.Create("--rounds", "How often each parser reads each corpus.", 9, 1000);
        Option<int> size = CountOption.Create("--size", "MiB of each corpus.", 16, 256);
        Option<string[]> corpora = CreateChoice("--corpus", CorpusList.All.Select(source => source.Name));
        Option<string[]> parsers = CreateChoice("--parser", ParserList.All.Select(ParserList.Name));
        var streamOnly = new Option<bool>("--stream-only") { Description = "Leave out small pieces and long tokens." };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Write the tables to a file, too." };
        var json = new Option<bool>("--json") { Description = "Write JSON to standard output instead of the tables." };

        var command = new Command("parser", "Compare the XML parser with RapidXML, expat and XmlReader.")
        {
            rounds, size, corpora, parsers, streamOnly, markdown, json,
        };
        command.SetAction(result => Run(
            new ComparisonOptions
            {
                Corpora = [.. CorpusList.All.Where(source => IsChosen(source.Name, result.GetValue(corpora)))],
                Parsers = [.. ParserList.All.Where(kind => IsChosen(ParserList.Name(kind), result.GetValue(parsers)))],
                Scope = result.GetValue(streamOnly) ? ComparisonScope.StreamOnly : ComparisonScope.Everything,
                SizeBytes = result.GetValue(size) * 1024 * 1024,
                Rounds = result.GetValue(rounds),
            },
            result.GetValue(markdown),
            result.GetValue(json) ? ReportFormat.Json : ReportFormat.Tables));
        return command;
    }

    private static int Run(ComparisonOptions options, FileInfo? markdown, ReportFormat format)
    {
        if (options.Parsers.Any(ParserList.IsNative) && !NativeBuild.TryEnsure(out string mistake))
        {
            Console.Error.WriteLine($"perf: {mistake}");
            return Failure;
        }

        ComparisonResult result = new ParserComparison(options, Console.Error).Run();
        if (format == ReportFormat.Json)
        {
            using Stream output = Console.OpenStandardOutput();
            JsonReport.Write(result, output);
        }
        else
        {
            new TableReport(result, Console.Out).Write();
        }

        if (markdown is not null)
        {
            using StreamWriter file = markdown.CreateText();
            new TableReport(result, file).Write();
        }

        return 0;
    }

    private static Option<string[]> CreateChoice(string name, IEnumerable<string> choices)
    {
        var option = new Option<string[]>(name) { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong([.. choices]);
        return option;
    }

    private static bool IsChosen(string name, string[]? names) => names is null or [] || names.Contains(name);

    private enum ReportFormat : byte
    {
        Tables,
        Json,
    }
}
