namespace Meerkat.Perf.Corpora;

/// <summary>Where a unit of a stream lies in its corpus: a stanza, or a stream header, a tag without its end.</summary>
internal readonly record struct Frame(int Start, int Length, FrameKind Kind);

internal enum FrameKind : byte
{
    Stanza,
    Header,
}
