namespace Meerkat.Engine.Diagnostics;

/// <summary>Counters.</summary>
public sealed class ServerMetrics
{
    private long _failures;

    public void AuthenticationFailed() => Interlocked.Increment(ref _failures);
}
