namespace Meerkat.Engine.Modules;

/// <summary>
/// Counts what goes on after the turn that began it has ended and must reach the store: a shutdown waits for it. Any thread.
/// </summary>
public sealed class DetachedWork
{
    private int _underWay;

    public int UnderWay => Volatile.Read(ref _underWay);

    public void Begin() => Interlocked.Increment(ref _underWay);

    public void End() => Interlocked.Decrement(ref _underWay);
}
