using System.Collections.Concurrent;

namespace Meerkat.Perf.Attacks;

/// <summary>How the connections of an attack have ended, by name. Any thread.</summary>
internal sealed class EndTally
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public int Total => _counts.Values.Sum();

    public void Add(string end) => _counts.AddOrUpdate(end, 1, (_, count) => count + 1);

    public override string ToString() =>
        string.Join(", ", _counts.OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}"));
}
