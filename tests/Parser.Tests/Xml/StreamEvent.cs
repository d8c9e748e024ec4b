using System.Text.Json;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>One event of a stream, in the form of the case file: a start tag, an end tag, or text.</summary>
/// <param name="Kind"><c>start</c>, <c>end</c> or <c>text</c>.</param>
/// <param name="Content">Everything the event tells, as one comparable string.</param>
public sealed record StreamEvent(string Kind, string Content)
{
    public static StreamEvent Start(
        string ns, string localName, string prefix, IEnumerable<string[]> attributes, IEnumerable<string[]> declarations) =>
        new("start", string.Join('\u0001', [ns, localName, prefix, Flatten(attributes), Flatten(declarations)]));

    public static StreamEvent End(string ns, string localName) => new("end", string.Join('\u0001', ns, localName));

    public static StreamEvent Text(string text) => new("text", text);

    public static StreamEvent FromJson(JsonElement json)
    {
        string kind = json[0].GetString()!;
        return kind switch
        {
            "start" => Start(
                json[1].GetString()!, json[2].GetString()!, json[3].GetString()!, Lists(json[4]), Lists(json[5])),
            "end" => End(json[1].GetString()!, json[2].GetString()!),
            _ => Text(json[1].GetString()!),
        };
    }

    private static IEnumerable<string[]> Lists(JsonElement json) =>
        json.EnumerateArray().Select(list => list.EnumerateArray().Select(item => item.GetString()!).ToArray());

    private static string Flatten(IEnumerable<string[]> lists) =>
        string.Join('\u0002', lists.Select(list => string.Join('\u0003', list)));
}
