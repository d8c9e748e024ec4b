using System.Text.Json;
using Meerkat.Perf.Measure;
using Meerkat.Perf.Peers;

namespace Meerkat.Perf.Reports;

/// <summary>The comparison with other servers for scripts. README.md lists its names.</summary>
internal static class PeersJsonReport
{
    public static void Write(PeersResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("processor", Machine.Processor);
        json.WriteString("system", Machine.System);
        json.WriteString("runtime", Machine.Runtime);
        json.WriteNumber("rounds", result.Options.Rounds);
        json.WriteNumber("users", result.Options.Users);
        json.WriteNumber("minutes", Math.Round(result.Duration.TotalMinutes, 1));
        json.WriteStartObject("peers");
        foreach (IPeer peer in result.Options.Peers)
            json.WriteString(peer.Name, peer.Describe());
        json.WriteEndObject();
        json.WriteStartArray("figures");
        foreach (Figure figure in result.Samples.Figures)
            WriteFigure(json, figure, result);
        json.WriteEndArray();
        json.WriteStartArray("targets");
        foreach (Target target in new PeersTargets(result.Samples).ToList())
            JsonReport.WriteTarget(json, target);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, Figure figure, PeersResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", figure.Name);
        json.WriteString("unit", figure.Unit);
        foreach (IPeer peer in result.Options.Peers)
        {
            IReadOnlyList<double> samples = result.Samples.Of(figure, peer.Name);
            if (samples.Count == 0)
                continue;
            json.WriteStartObject(peer.Name);
            json.WriteNumber("median", Median.Of(samples));
            json.WriteStartArray("samples");
            foreach (double sample in samples)
                json.WriteNumberValue(sample);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
