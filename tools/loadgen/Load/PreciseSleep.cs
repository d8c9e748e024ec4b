using System.Runtime.InteropServices;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Sleeps for less than a millisecond, which <see cref="Thread.Sleep(TimeSpan)"/> cannot: it would make an open loop send in
/// bursts. Blocks the caller's thread, which is never one of the event loops.
/// </summary>
internal static class PreciseSleep
{
    public static void For(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            return;
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(time);
            return;
        }

        var request = new Timespec(
            time.Ticks / TimeSpan.TicksPerSecond,
            time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);

        // A signal may end it early; every caller looks at the clock again.
        _ = NanoSleep(in request, IntPtr.Zero);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in Timespec request, IntPtr remaining);

    // struct timespec of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
