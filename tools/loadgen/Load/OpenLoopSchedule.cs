namespace Meerkat.LoadGen.Load;

/// <summary>
/// When each message of an open loop is to be sent: at equal distances, whatever the server does. Pure arithmetic on
/// time stamps, so that latency counts from the intended time. Belongs to the sending thread.
/// </summary>
internal sealed class OpenLoopSchedule(long start, double perSecond, TimeSpan duration, long frequency)
{
    private readonly double _interval = frequency / perSecond;

    /// <summary>How many messages the schedule holds.</summary>
    public long Total { get; } = (long)(perSecond * duration.TotalSeconds);

    /// <summary>The number of the next message that was not yet taken; the first is 0.</summary>
    public long Next { get; private set; }

    public bool IsDone => Next >= Total;

    /// <summary>The intended time stamp of a message.</summary>
    // A double holds 2^53: exact to the nanosecond for runs of up to 104 days.
    public long TimeOf(long number) => start + (long)(number * _interval);

    /// <summary>How many messages are due before a time.</summary>
    public long CountBefore(long time) => Math.Clamp((long)Math.Ceiling((time - start) / _interval), 0, Total);

    /// <summary>Takes the next message if its time has come.</summary>
    public bool TryTake(long now, out long number, out long intended)
    {
        number = Next;
        intended = TimeOf(number);
        if (IsDone || intended > now)
            return false;
        Next++;
        return true;
    }
}
