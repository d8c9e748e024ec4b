namespace Meerkat.Perf.Peers;

/// <summary>All that was measured.</summary>
internal sealed record PeersResult(
    PeersOptions Options, double? LoadBefore, double? LoadAfter, TimeSpan Duration, Samples Samples);
