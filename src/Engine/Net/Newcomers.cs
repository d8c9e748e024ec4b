namespace Meerkat.Engine.Net;

/// <summary>
/// Counts the connections that have not logged in yet. When thousands come back at once, what they say is left to the pool, so that
/// those who are there already do not wait on a completion thread behind all of them. Any thread.
/// </summary>
public sealed class Newcomers
{
    // What each says takes some 50 µs: behind so many, others wait for 10 ms at most.
    private const int Crowd = 200;

    private int _count;

    public bool AreMany => Volatile.Read(ref _count) > Crowd;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
