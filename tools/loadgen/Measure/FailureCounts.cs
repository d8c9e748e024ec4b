using System.Collections.Concurrent;

namespace Meerkat.LoadGen.Measure;

/// <summary>What went wrong, counted by a name such as <c>stream:conflict</c>. Any thread.</summary>
internal sealed class FailureCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string condition) => _counts.AddOrUpdate(condition, 1, static (_, count) => count + 1);

    /// <summary>The counts, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ToList() =>
        [.. _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
}
