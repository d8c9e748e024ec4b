namespace Meerkat.Engine.Net;

/// <summary>
/// Counts the connections that have not logged in yet. When thousands come back at once, what they say is left to the pool, so that
/// those who are there already do not wait on a completion thread behind all of them. Any thread.
/// </summary>
public sealed class Newcomers
{
    // What each says takes some 50 µs: behind so many, others wait for 10 ms at most.
    private const int Crowd = 200;

    // Whatever they ask for at once, handshakes of 0.5 ms among it, others wait for less than 10 ms.
    private const int Few = 16;

    private int _count;

    public bool AreMany => Volatile.Read(ref _count) > Crowd;

    public bool AreFew => Volatile.Read(ref _count) <= Few;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
