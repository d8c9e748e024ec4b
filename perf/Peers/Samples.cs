using Meerkat.Perf.Measure;

namespace Meerkat.Perf.Peers;

/// <summary>What the rounds have measured, of each peer.</summary>
internal sealed class Samples
{
    private readonly Dictionary<(Figure Figure, string Peer), List<double>> _samples = [];

    /// <summary>What was measured, in the order it was begun.</summary>
    public IEnumerable<Figure> Figures => _samples.Keys.Select(key => key.Figure).Distinct();

    /// <summary>The median of the rounds; null if it was not measured.</summary>
    public double? this[Figure figure, string peer] =>
        Of(figure, peer) is { Count: > 0 } samples ? Median.Of(samples) : null;

    public IReadOnlyList<double> Of(Figure figure, string peer) => _samples.GetValueOrDefault((figure, peer), []);

    public void Add(Figure figure, string peer, double value)
    {
        if (!_samples.TryGetValue((figure, peer), out List<double>? samples))
            _samples[(figure, peer)] = samples = [];
        samples.Add(value);
    }
}
