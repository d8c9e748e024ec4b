namespace Meerkat.Perf.Measure;

/// <summary>What one parser needed for one corpus once: the median of the rounds.</summary>
/// <param name="CorpusBytes">The bytes of the corpus, whatever form of it the parser was handed.</param>
/// <param name="StanzaCount">The stanzas in it.</param>
/// <param name="Nanoseconds">CPU time of the thread.</param>
/// <param name="AllocatedBytes">By the thread on the managed heap.</param>
internal sealed record ParserRun(long CorpusBytes, int StanzaCount, long Nanoseconds, long AllocatedBytes)
{
    public double MegabytesPerSecond => CorpusBytes * 1000.0 / Nanoseconds;

    public double NanosecondsPerStanza => (double)Nanoseconds / StanzaCount;

    public double AllocatedBytesPerStanza => (double)AllocatedBytes / StanzaCount;
}
