namespace Meerkat.Perf.Corpora;

/// <summary>The bytes one side of one or more XML streams sends, and where streams and units lie in it. Immutable.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Bytes">The streams, one behind the other, no white space between units.</param>
/// <param name="StreamEnds">The offset behind each stream. At the start of a stream a parser starts anew.</param>
/// <param name="Frames">Headers and stanzas in order; the streams' end tags are not among them.</param>
internal sealed record Corpus(string Name, byte[] Bytes, int[] StreamEnds, Frame[] Frames)
{
    public int StanzaCount { get; } = Frames.Count(frame => frame.Kind == FrameKind.Stanza);
}
