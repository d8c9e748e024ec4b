namespace Meerkat.LoadGen.Load;

/// <summary>
/// The span of time that counts: behind the warm-up, before the drain. Set once by the run before the load starts, read
/// by every turn. In time stamps of <see cref="System.Diagnostics.Stopwatch"/>.
/// </summary>
internal sealed class MeasureWindow
{
    private long _start = long.MaxValue;
    private long _end = long.MaxValue;

    public long Start => Volatile.Read(ref _start);

    public long End => Volatile.Read(ref _end);

    public void Set(long start, long end)
    {
        Volatile.Write(ref _end, end);
        Volatile.Write(ref _start, start);
    }

    /// <summary>Ends the window early: the run was interrupted.</summary>
    public void EndAt(long now) => Volatile.Write(ref _end, Math.Min(now, End));

    public bool Contains(long timestamp) => timestamp >= Start && timestamp < End;

    public bool IsOver(long timestamp) => timestamp >= End;
}
