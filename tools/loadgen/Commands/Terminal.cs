namespace Meerkat.LoadGen.Commands;

/// <summary>Where the tool reads and writes. Owned by <c>Program</c>.</summary>
internal sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Error);
