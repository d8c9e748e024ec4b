using System.Diagnostics;

namespace Meerkat.LoadGen.Load;

/// <summary>Times as time stamps of <see cref="Stopwatch"/>. Stateless; any thread.</summary>
internal static class Clock
{
    public static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    public static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
}
