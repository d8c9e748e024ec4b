using System.Text.Json;
using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>One line of <c>Data/xml-stream-cases.jsonl</c>; its fields are described in the file beside it.</summary>
public sealed class StreamCase
{
    private StreamCase(JsonElement json)
    {
        Id = json.GetProperty("id").GetString()!;
        Bytes = json.GetProperty("bytes").GetBytesFromBase64();
        Verdict = json.GetProperty("verdict").GetString()!;
        Alternatives = [.. Items(json, "alt").Select(item => item.GetString()!)];
        Resets = [.. Items(json, "resets").Select(item => item.GetInt32())];
        Splits = [.. Items(json, "splits").Select(item => item.GetInt32())];
        Events = [.. Items(json, IsError ? "eventsMax" : "events").Select(StreamEvent.FromJson)];
        Limits = json.TryGetProperty("limits", out JsonElement limits) ? ReadLimits(limits) : XmlLimits.Default;
    }

    public string Id { get; }

    public byte[] Bytes { get; }

    public string Verdict { get; }

    public IReadOnlyList<string> Alternatives { get; }

    public IReadOnlyList<int> Resets { get; }

    public IReadOnlyList<int> Splits { get; }

    /// <summary>What is to be delivered; for an error, the most that may be.</summary>
    public IReadOnlyList<StreamEvent> Events { get; }

    public XmlLimits Limits { get; }

    public bool IsError => Verdict is not ("ok" or "incomplete");

    public static IReadOnlyList<StreamCase> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "xml-stream-cases.jsonl"))
            .Select(line => new StreamCase(JsonDocument.Parse(line).RootElement)),
    ];

    public override string ToString() => Id;

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;

    private static XmlLimits ReadLimits(JsonElement json)
    {
        XmlLimits limits = XmlLimits.Default;
        foreach (JsonProperty limit in json.EnumerateObject())
        {
            int value = limit.Value.GetInt32();
            limits = limit.Name switch
            {
                "maxDepth" => limits with { MaxDepth = value },
                "maxAttributes" => limits with { MaxAttributes = value },
                "maxStanzaBytes" => limits with { MaxStanzaBytes = value },
                "maxHeaderBytes" => limits with { MaxHeaderBytes = value },
                "maxNameBytes" => limits with { MaxNameBytes = value },
                _ => throw new InvalidDataException(limit.Name),
            };
        }

        return limits;
    }
}
