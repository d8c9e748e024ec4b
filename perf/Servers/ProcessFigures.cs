namespace Meerkat.Perf.Servers;

/// <summary>What the kernel knows of a process of ours: /proc of Linux.</summary>
internal static class ProcessFigures
{
    // USER_HZ is 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    // clear_refs(5): the peak begins anew (Documentation/filesystems/proc.rst).
    private const string ResetPeak = "5";

    /// <summary>User and system time of all threads, those that have ended too, in steps of 10 ms.</summary>
    public static TimeSpan Cpu(int pid)
    {
        string[] fields = Stat(pid);
        // utime is number 14, stime 15.
        return TimeSpan.FromSeconds((double.Parse(fields[11]) + double.Parse(fields[12])) / TicksPerSecond);
    }

    /// <summary>A process and all that it and its children have started.</summary>
    public static IReadOnlyList<int> Family(int pid)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!))
            .ToLookup(ParentOf);
        List<int> family = [pid];
        for (int i = 0; i < family.Count; i++)
            family.AddRange(children[family[i]]);
        return family;
    }

    public static long ResidentBytes(int pid) => StatusBytes(pid, "VmRSS:");

    /// <summary>The most since <see cref="BeginPeak"/>.</summary>
    public static long PeakBytes(int pid) => StatusBytes(pid, "VmHWM:");

    public static void BeginPeak(int pid) => File.WriteAllText($"/proc/{pid}/clear_refs", ResetPeak);

    // Nobody's child if it has just ended.
    private static int ParentOf(int pid)
    {
        try
        {
            return int.Parse(Stat(pid)[1]);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    // The name of the program, in brackets, may contain anything. The field behind it is number 3.
    private static string[] Stat(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static long StatusBytes(int pid, string name)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Trim().Split(' ')[0]) * 1024;
    }
}
