namespace Meerkat.Engine.Net;

/// <summary>
/// A rate with a burst of one second's worth. A mutable struct: a private field or table entry of whoever guards it.
/// Counted in thousandths of a token, so that a millisecond adds exactly the rate.
/// </summary>
internal struct TokenBucket
{
    private const long OneToken = 1000;

    private long _tokens;
    private long _lastMs;

    public static TokenBucket Full(int perSecond, long nowMs) =>
        new() { _tokens = perSecond * OneToken, _lastMs = nowMs };

    public bool TryTake(int perSecond, long nowMs)
    {
        Fill(perSecond, nowMs);
        if (_tokens < OneToken)
            return false;
        _tokens -= OneToken;
        return true;
    }

    /// <summary>Milliseconds until the next token.</summary>
    public readonly long MsUntilToken(int perSecond) =>
        _tokens >= OneToken ? 0 : (OneToken - _tokens + perSecond - 1) / perSecond;

    public bool IsFull(int perSecond, long nowMs)
    {
        Fill(perSecond, nowMs);
        return _tokens == perSecond * OneToken;
    }

    private void Fill(int perSecond, long nowMs)
    {
        // A second fills any bucket; more would only overflow the product.
        long elapsedMs = Math.Clamp(nowMs - _lastMs, 0, 1000);
        _tokens = Math.Min(perSecond * OneToken, _tokens + (elapsedMs * perSecond));
        _lastMs = nowMs;
    }
}
