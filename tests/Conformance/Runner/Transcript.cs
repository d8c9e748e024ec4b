using System.Text;

namespace Meerkat.Conformance.Runner;

/// <summary>What was said so far, in order, printed when a script fails. One per script run.</summary>
internal sealed class Transcript
{
    // Bodies of flood and limit tests are not worth reading in full.
    private const int MaxLineLength = 2_000;

    private readonly StringBuilder _lines = new();

    public void Step(Step step) => Add(Shorten($"-- {step}"));

    public void Sent(string who, string text) => Add($"{who} -> {Shorten(text)}");

    public void Received(string who, string text) => Add($"{who} <- {Shorten(text)}");

    public override string ToString() => _lines.ToString();

    private void Add(string line) => _lines.Append(line).Append('\n');

    private static string Shorten(string text) =>
        text.Length <= MaxLineLength ? text : $"{text[..MaxLineLength]}... ({text.Length} characters)";
}
