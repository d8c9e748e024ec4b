namespace Meerkat.Perf.Corpora;

/// <summary>Every corpus, in the order of the report.</summary>
internal static class CorpusList
{
    public static IReadOnlyList<CorpusSource> All { get; } =
    [
        new ChatCorpus(),
        new MultilingualCorpus(),
        new PresenceCorpus(),
        new RosterCorpus(),
        new ArchiveCorpus(),
        new JingleCorpus(),
        new DiscoCorpus(),
        new PubSubCorpus(),
        new LoginCorpus(),
    ];
}
