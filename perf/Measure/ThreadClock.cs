using System.Runtime.InteropServices;

namespace Meerkat.Perf.Measure;

/// <summary>The CPU time of the calling thread: what other processes do on the machine does not count.</summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadCpuTime = 3;

    public static long Nanoseconds()
    {
        if (GetTime(ThreadCpuTime, out Timespec time) != 0)
            throw new InvalidOperationException("No CPU clock for threads on this system.");
        return (time.Seconds * 1_000_000_000L) + time.Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Timespec time);

    // struct timespec of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
