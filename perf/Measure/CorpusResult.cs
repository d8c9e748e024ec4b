namespace Meerkat.Perf.Measure;

/// <summary>What was measured on one corpus.</summary>
/// <param name="Name">Of the corpus.</param>
/// <param name="Stream">Every parser, fed as fast as it goes: pieces of 16 KB, or however it takes its input.</param>
/// <param name="SevenBytes">The push parsers, fed 7 bytes at a time.</param>
/// <param name="OneByte">The push parsers, fed byte by byte.</param>
internal sealed record CorpusResult(string Name, RunSet Stream, RunSet SevenBytes, RunSet OneByte);
