using System.Globalization;

namespace Meerkat.LoadGen.Measure;

/// <summary>Reads the texts of Linux's <c>/proc</c>. Stateless; any thread.</summary>
internal static class ProcFile
{
    // proc(5): stat counts in USER_HZ, which is 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and system CPU time of all threads of a process, from the text of <c>/proc/PID/stat</c>.</summary>
    public static bool TryParseCpu(string stat, out TimeSpan cpu)
    {
        cpu = default;

        // proc(5): field 2 is the command in parentheses and may hold spaces and parentheses itself.
        var end = stat.LastIndexOf(')');
        if (end < 0)
            return false;
        var fields = stat[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // The first field behind the command is number 3; utime is 14 and stime is 15.
        if (fields.Length < 13
            || !long.TryParse(fields[11], CultureInfo.InvariantCulture, out var user)
            || !long.TryParse(fields[12], CultureInfo.InvariantCulture, out var system))
            return false;
        cpu = TimeSpan.FromSeconds((user + system) / TicksPerSecond);
        return true;
    }

    /// <summary>Resident memory, from the text of <c>/proc/PID/statm</c>.</summary>
    public static bool TryParseResident(string statm, out long bytes)
    {
        // proc(5): total and resident size come first, in pages.
        bytes = 0;
        var fields = statm.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var pages))
            return false;
        bytes = pages * Environment.SystemPageSize;
        return true;
    }

    /// <summary>The value in bytes of a line such as <c>Pss:  1234 kB</c>.</summary>
    public static long? ParseKilobytes(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(name) || line.Length <= name.Length || line[name.Length] != ':')
                continue;
            var value = line[(name.Length + 1)..].Trim();
            var space = value.IndexOf(' ');
            return long.TryParse(value[..(space < 0 ? value.Length : space)], CultureInfo.InvariantCulture, out var kb)
                ? kb * 1024
                : null;
        }

        return null;
    }

    /// <summary>The soft limit of open files, from the text of <c>/proc/PID/limits</c>; null for "unlimited".</summary>
    public static long? ParseOpenFilesLimit(string limits)
    {
        const string name = "Max open files";
        foreach (var line in limits.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(name))
                continue;
            var rest = line[name.Length..].TrimStart();
            var space = rest.IndexOf(' ');
            return long.TryParse(rest[..(space < 0 ? rest.Length : space)], CultureInfo.InvariantCulture, out var limit)
                ? limit
                : null;
        }

        return null;
    }

    /// <summary>The text of a file, or null where it does not exist or may not be read.</summary>
    public static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
