using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Diagnostics;

/// <summary>A counter for each value of a tag. Values come from a closed list, never from a peer: each is kept for ever. Any
/// thread.</summary>
internal sealed class TaggedCounter(string tag)
{
    private readonly ConcurrentDictionary<string, StripedCounter> _counters = new();

    /// <summary>Of all values of the tag.</summary>
    public long Total => _counters.Values.Sum(counter => counter.Value);

    public void Add(string value) => _counters.GetOrAdd(value, static _ => new StripedCounter()).Add(1);

    /// <summary>One for each value that was counted.</summary>
    public IEnumerable<Measurement<long>> Measure() =>
        _counters.Select(entry => new Measurement<long>(entry.Value.Value, KeyValuePair.Create(tag, (object?)entry.Key)));
}
