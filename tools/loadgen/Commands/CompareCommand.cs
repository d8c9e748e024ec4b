using System.CommandLine;
using System.Globalization;
using Meerkat.LoadGen.Reports;

namespace Meerkat.LoadGen.Commands;

/// <summary>The command that compares two JSON reports. Made by <see cref="CommandLine"/>.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("first") { Description = "A JSON report." };
        var second = new Argument<string>("second") { Description = "The one to compare with it." };
        var limit = new Option<double?>("--fail-above")
        {
            Description = "Exit with 1 if a figure that matters is worse by more than this many percent.",
        };
        var command = new Command(
            "compare", "Compare two JSON reports: ratios of all figures, and which got better or worse.")
        {
            first, second, limit,
        };
        command.SetAction(result => Run(
            terminal, result.GetRequiredValue(first), result.GetRequiredValue(second), result.GetValue(limit)));
        return command;
    }

    private static int Run(Terminal terminal, string first, string second, double? limit)
    {
        if (limit is < 0 or double.NaN)
        {
            terminal.Error.WriteLine("loadgen: --fail-above must not be negative");
            return ExitCode.Usage;
        }

        if (Comparison.Of(first, second, limit ?? Comparison.UsualPercent, out var error) is not { } comparison)
        {
            terminal.Error.WriteLine($"loadgen: {error}");
            return ExitCode.Usage;
        }

        ComparisonTable.Write(comparison, terminal.Output);
        var worse = comparison.Figures.Count(figure => comparison.ChangeOf(figure) == Change.Worse);
        if (limit is null || worse == 0)
            return ExitCode.Success;
        terminal.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"loadgen: {worse} figures are worse by more than {limit} %"));
        return ExitCode.Failure;
    }
}
