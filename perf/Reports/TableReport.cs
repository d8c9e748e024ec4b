using Meerkat.Perf.Measure;
using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Reports;

/// <summary>The report for people, in Markdown that reads as text.</summary>
internal sealed class TableReport(ComparisonResult result, TextWriter output)
{
    public void Write()
    {
        WriteMachine();
        WriteStream("MB/s", run => Number(run.MegabytesPerSecond, "0"));
        WriteStream("ns per stanza", run => Number(run.NanosecondsPerStanza, "#,0"));
        if (result.Options.Parsers.Contains(ParserKind.Meerkat))
        {
            WriteRatios();
            if (result.Options.Scope == ComparisonScope.Everything)
            {
                WriteSmallPieces();
                WriteTokens();
            }

            WriteTitle("Targets");
            TargetTable.Write(Targets.Of(result), output);
        }
    }

    private IReadOnlyList<ParserKind> Others => [.. result.Options.Parsers.Where(kind => !ParserList.IsOurs(kind))];

    private void WriteMachine()
    {
        output.WriteLine($"- Processor: {Machine.Processor}");
        output.WriteLine($"- System: {Machine.System}");
        output.WriteLine($"- Runtime: {Machine.Runtime}");
        if (result.Options.Parsers.Any(ParserList.IsNative))
            output.WriteLine($"- Others: {Versions()}");
        output.WriteLine(
            $"- CPU time of one thread, median of {result.Options.Rounds} interleaved rounds, "
            + $"{result.Options.SizeBytes >> 20} MiB a corpus; load average before: {Number(result.LoadBefore, "0.00")}");
    }

    private void WriteStream(string title, Func<ParserRun, string> format)
    {
        WriteTitle(title);
        var table = new Table([title, .. result.Options.Parsers.Select(ParserList.Name)]);
        foreach (CorpusResult corpus in result.Corpora)
            table.Add([corpus.Name, .. result.Options.Parsers.Select(kind => format(corpus.Stream[kind]!))]);

        table.WriteTo(output);
    }

    private void WriteRatios()
    {
        WriteTitle("Meerkat as a multiple of each");
        var table = new Table([
            "ratio", .. Others.Select(ParserList.Name), "expat by 7 bytes", "expat by 1 byte", "allocated B/stanza",
        ]);
        foreach (CorpusResult corpus in result.Corpora)
        {
            table.Add([
                corpus.Name,
                .. Ratios(corpus).Select(ratio => Number(ratio, "0.00")),
                Number(corpus.Stream[ParserKind.Meerkat]?.AllocatedBytesPerStanza, "0.##"),
            ]);
        }

        List<double?[]> columns = [.. Enumerable.Range(0, Others.Count + 2)
            .Select(column => result.Corpora.Select(corpus => Ratios(corpus)[column]).ToArray())];
        table.Add(["geometric mean", .. columns.Select(column => Number(Targets.GeometricMean(column), "0.00")), ""]);
        table.Add(["worst", .. columns.Select(column => Number(Targets.Worst(column), "0.00")), ""]);
        table.WriteTo(output);
    }

    private double?[] Ratios(CorpusResult corpus) =>
        [.. Others.Select(corpus.Stream.RatioTo), Targets.SevenBytes(corpus), Targets.OneByte(corpus)];

    private void WriteSmallPieces()
    {
        WriteTitle("In small pieces, MB/s");
        var table = new Table("MB/s", "meerkat, 7 bytes", "expat, 7 bytes", "meerkat, 1 byte", "expat, 1 byte");
        foreach (CorpusResult corpus in result.Corpora)
        {
            table.Add(
                corpus.Name,
                Speed(corpus.SevenBytes[ParserKind.Meerkat]),
                Speed(corpus.SevenBytes[ParserKind.Expat]),
                Speed(corpus.OneByte[ParserKind.Meerkat]),
                Speed(corpus.OneByte[ParserKind.Expat]));
        }

        table.WriteTo(output);
    }

    private void WriteTokens()
    {
        WriteTitle("One long token byte by byte, ns per byte");
        var table = new Table([
            "token", .. LinearityCheck.TokenBytes.Select(bytes => $"{Number(bytes / 1048576.0, "0.##")} MiB"), "growth",
        ]);
        foreach (TokenGrowth token in result.Tokens)
        {
            table.Add([
                token.Token,
                .. token.NanosecondsPerByte.Select(cost => Number(cost, "0.0")),
                Number(token.Growth, "0.00"),
            ]);
        }

        table.WriteTo(output);
    }

    private void WriteTitle(string title) => output.WriteLine($"\n### {title}\n");

    private static string Versions() =>
        $"RapidXML {NativeBuild.RapidXmlVersion()}, {NativeParsers.ExpatVersion().Replace('_', ' ')}, "
        + NativeParsers.CompilerVersion();

    private static string Speed(ParserRun? run) => Number(run?.MegabytesPerSecond, "0");

    private static string Number(double? value, string format) => value?.ToString(format) ?? "–";
}
