using System.Text.Json;
using Meerkat.Perf.Measure;
using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Reports;

/// <summary>The report for scripts. README.md lists its names.</summary>
internal static class JsonReport
{
    public static void Write(ComparisonResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("processor", Machine.Processor);
        json.WriteString("system", Machine.System);
        json.WriteString("runtime", Machine.Runtime);
        json.WriteNumber("rounds", result.Options.Rounds);
        json.WriteStartArray("corpora");
        foreach (CorpusResult corpus in result.Corpora)
            WriteCorpus(json, corpus, result.Options.Parsers);
        json.WriteEndArray();
        json.WriteStartArray("tokens");
        foreach (TokenGrowth token in result.Tokens)
            WriteToken(json, token);
        json.WriteEndArray();
        json.WriteStartArray("targets");
        foreach (Target target in Targets.Of(result))
            WriteTarget(json, target);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCorpus(Utf8JsonWriter json, CorpusResult corpus, IReadOnlyList<ParserKind> parsers)
    {
        json.WriteStartObject();
        json.WriteString("name", corpus.Name);
        WriteRuns(json, "stream", corpus.Stream, parsers);
        WriteRuns(json, "sevenBytes", corpus.SevenBytes, parsers);
        WriteRuns(json, "oneByte", corpus.OneByte, parsers);
        json.WriteEndObject();
    }

    private static void WriteRuns(Utf8JsonWriter json, string name, RunSet runs, IReadOnlyList<ParserKind> parsers)
    {
        json.WriteStartObject(name);
        foreach (ParserKind parser in parsers)
        {
            if (runs[parser] is not { } run)
                continue;
            json.WriteStartObject(ParserList.Name(parser));
            json.WriteNumber("bytes", run.CorpusBytes);
            json.WriteNumber("stanzas", run.StanzaCount);
            json.WriteNumber("nanoseconds", run.Nanoseconds);
            json.WriteNumber("allocatedBytes", run.AllocatedBytes);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, TokenGrowth token)
    {
        json.WriteStartObject();
        json.WriteString("name", token.Token);
        json.WriteStartArray("nanosecondsPerByte");
        foreach (double cost in token.NanosecondsPerByte)
            json.WriteNumberValue(Math.Round(cost, 2));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteTarget(Utf8JsonWriter json, Target target)
    {
        json.WriteStartObject();
        json.WriteString("name", target.Name);
        if (target.Value is { } value)
            json.WriteNumber("value", Math.Round(value, 3));
        else
            json.WriteNull("value");
        json.WriteNumber("must", target.Must);
        json.WriteNumber("goal", target.Goal);
        json.WriteString("verdict", target.Verdict);
        json.WriteEndObject();
    }
}
