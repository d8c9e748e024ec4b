namespace Meerkat.Perf.Corpora;

/// <summary>SplitMix64: the same numbers on every machine and runtime, so that a corpus is the same everywhere.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        // The constants of SplitMix64.
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Next(int limit) => (int)(Next() % (uint)limit);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];
}
