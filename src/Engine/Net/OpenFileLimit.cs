using System.Globalization;

namespace Meerkat.Engine.Net;

/// <summary>
/// How many connections the open-file limit of the process leaves room for. It must never be reached: the runtime ends
/// the process when it needs a descriptor for itself and gets none. Pure but for reading /proc, at start.
/// </summary>
internal static class OpenFileLimit
{
    // The runtime's own, databases and their journals, log files, the admin endpoint, sockets just being refused.
    private const int ReservedFiles = 256;

    /// <summary>The connections there is room for; int.MaxValue where the system does not tell.</summary>
    public static int ReadMaxConnections()
    {
        try
        {
            return MaxConnections(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return int.MaxValue;
        }
    }

    /// <param name="limits">Lines as of /proc/self/limits: "Max open files    20000    20000    files".</param>
    internal static int MaxConnections(IEnumerable<string> limits)
    {
        const string Name = "Max open files";
        string? line = limits.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        string? soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (!int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int files))
            return int.MaxValue;

        // A limit so low that the reserve would eat it: half of it, which a test system may have.
        return Math.Max(files - ReservedFiles, files / 2);
    }
}
