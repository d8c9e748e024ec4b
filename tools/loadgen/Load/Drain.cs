using System.Diagnostics;

namespace Meerkat.LoadGen.Load;

/// <summary>Waits for what is under way at the end of a load. Belongs to the run's thread.</summary>
internal static class Drain
{
    // A server that has fallen behind may catch up, but not for ever.
    private const int MaxDrains = 10;

    // Far longer than a turn, far shorter than anybody notices.
    private static readonly TimeSpan _grace = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until all has arrived, or nothing has for the time given, or ten times that long.</summary>
    public static void Wait(Func<long> expected, Func<long> received, TimeSpan patience, Func<bool> isHopeless)
    {
        // A turn that began within the window may still send.
        PreciseSleep.For(_grace);
        var start = Stopwatch.GetTimestamp();
        var (lastArrival, seen) = (start, received());
        while (seen < expected())
        {
            if (Stopwatch.GetElapsedTime(lastArrival) >= patience
                || Stopwatch.GetElapsedTime(start) >= MaxDrains * patience
                || isHopeless())
                return;
            PreciseSleep.For(TimeSpan.FromMilliseconds(5));
            var count = received();
            if (count != seen)
                (lastArrival, seen) = (Stopwatch.GetTimestamp(), count);
        }

        // A duplicate of the last one would come right behind it.
        PreciseSleep.For(_grace);
    }
}
