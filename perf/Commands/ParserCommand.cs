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
        var rounds = new Option<int>("--rounds") { Description = "How often each parser reads each corpus.", DefaultValueFactory = _ => 9 };
        var corpora = new Option<string[]>("--corpus") { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        corpora.AcceptOnlyFromAmong([.. CorpusList.All.Select(source => source.Name)]);
        var parsers = new Option<string[]>("--parser") { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        parsers.AcceptOnlyFromAmong([.. ParserList.All.Select(ParserList.Name)]);
        var size = new Option<int>("--size") { Description = "MiB of each corpus.", DefaultValueFactory = _ => 16 };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Write the tables to a file, too." };
        var json = new Option<bool>("--json") { Description = "Write JSON to standard output instead of the tables." };
        RequireRange(rounds, 1, 1000);
        RequireRange(size, 1, 256);

        var command = new Command("parser", "Compare the XML parser with RapidXML, expat and XmlReader.")
        {
            rounds, corpora, parsers, size, markdown, json,
        };
        command.SetAction(result => Run(
            new ComparisonOptions
            {
                Corpora = [.. CorpusList.All.Where(source => IsChosen(source.Name, result.GetValue(corpora)))],
                Parsers = [.. ParserList.All.Where(kind => IsChosen(ParserList.Name(kind), result.GetValue(parsers)))],
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

    private static void RequireRange(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        int value = result.GetValueOrDefault<int>();
        if (value < least || value > most)
            result.AddError($"{option.Name} takes {least} to {most}.");
    });

    private static bool IsChosen(string name, string[]? names) => names is null or [] || names.Contains(name);

    private enum ReportFormat : byte
    {
        Tables,
        Json,
    }
}
