namespace Meerkat.Engine.Net;

/// <summary>
/// How much of a <see cref="ConnectionRate"/> is left. A mutable struct: a private field or table entry of whoever
/// guards it. Counted in thousandths of a token, so that a millisecond adds exactly the rate per second.
/// </summary>
internal struct TokenBucket
{
    private const long OneToken = 1000;

    private long _tokens;
    private long _lastMs;

    public static TokenBucket Full(ConnectionRate rate, long nowMs) =>
        new() { _tokens = rate.Burst * OneToken, _lastMs = nowMs };

    public bool TryTake(ConnectionRate rate, long nowMs)
    {
        Fill(rate, nowMs);
        if (_tokens < OneToken)
            return false;
        _tokens -= OneToken;
        return true;
    }

    /// <summary>Milliseconds until the next token, just after a take failed.</summary>
    public readonly long MsUntilToken(ConnectionRate rate) => (OneToken - _tokens + rate.PerSecond - 1) / rate.PerSecond;

    public bool IsFull(ConnectionRate rate, long nowMs)
    {
        Fill(rate, nowMs);
        return _tokens == rate.Burst * OneToken;
    }

    private void Fill(ConnectionRate rate, long nowMs)
    {
        // Clamped to what fills any bucket, so that the product does not overflow.
        long elapsedMs = Math.Clamp(nowMs - _lastMs, 0, (rate.Burst * OneToken / rate.PerSecond) + 1);
        _tokens = Math.Min(rate.Burst * OneToken, _tokens + (elapsedMs * rate.PerSecond));
        _lastMs = nowMs;
    }
}
