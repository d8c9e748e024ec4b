namespace Meerkat.Engine.Tests.Net;

/// <summary>A clock that stands until the test moves it. Any thread.</summary>
public sealed class ManualTime : TimeProvider
{
    private long _nowMs = 1_000_000;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Volatile.Read(ref _nowMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(GetTimestamp());

    public void Advance(TimeSpan by) => Interlocked.Add(ref _nowMs, (long)by.TotalMilliseconds);
}
