namespace Meerkat.Perf.Attacks;

/// <summary>How long the handshakes of honest newcomers took, or until they failed, and how many failed.</summary>
internal sealed record NewcomerResult(Latency Handshake, int TurnedAway);
