using System.ComponentModel;
using System.Diagnostics;

namespace Meerkat.Perf.Servers;

/// <summary>Compiles a file of native/ into the program's folder, on this machine and for it.</summary>
internal static class NativeCompiler
{
    /// <summary>Where the build has put a source.</summary>
    public static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "native", name);

    /// <summary>Where what is made of it goes.</summary>
    public static string Product(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public static bool IsCurrent(string source, string product) =>
        File.Exists(product) && File.GetLastWriteTimeUtc(product) >= File.GetLastWriteTimeUtc(source);

    /// <summary>Optimised for this machine. False: <paramref name="output"/> says why.</summary>
    public static bool TryCompile(
        string compiler, string source, string product, IEnumerable<string> arguments, out string output)
    {
        try
        {
            string[] all = ["-O3", "-march=native", "-DNDEBUG", "-o", product, source, .. arguments];
            var command = new ProcessStartInfo(compiler, all)
            {
                RedirectStandardError = true,
            };
            using Process process = Process.Start(command)!;
            output = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception e)
        {
            output = e.Message;
            return false;
        }
    }
}
