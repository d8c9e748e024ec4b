using System.ComponentModel;
using System.Diagnostics;

namespace Meerkat.Perf.Peers;

/// <summary>A package of Debian that a peer is in.</summary>
internal sealed record DebianPackage(string Name)
{
    // A package that was removed may have left its configuration, and is known for that.
    private const string Installed = "installed ";

    /// <summary>Those that are not installed.</summary>
    public static IReadOnlyList<string> MissingOf(params IEnumerable<string> names) =>
        [.. names.Where(name => new DebianPackage(name).Version() is null)];

    /// <summary>Null if it is not installed.</summary>
    public string? Version()
    {
        string[] query = ["-W", "-f", "${db:Status-Status} ${Version}", Name];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dpkg-query", query)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.StartsWith(Installed, StringComparison.Ordinal) ? output[Installed.Length..] : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
