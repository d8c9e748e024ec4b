namespace Meerkat.Conformance.Runner;

/// <summary>One step of a script: who, does what, with which text. <c>Text</c> is what follows the colon, and the indented lines below.</summary>
internal sealed record Step(int Line, string Actor, string Verb, string Text)
{
    public override string ToString() => $"line {Line}: {Actor} {Verb}: {Text.Split('\n')[0]}".TrimEnd(' ', ':');
}
