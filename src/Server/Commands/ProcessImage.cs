using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Meerkat.Server.Commands;

/// <summary>Replaces the program that this process runs. Linux only, where the server runs.</summary>
internal static class ProcessImage
{
    /// <summary>Begins the program anew in this process, with the same arguments and the present environment variables:
    /// the process id stays, so a service manager does not notice. Does not return.</summary>
    public static void Restart()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("options of the garbage collector need Linux");
        }

        // Not Environment.GetCommandLineArgs: it leaves out the host that runs a .dll.
        var arguments = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        var environment =
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => $"{v.Key}={v.Value}");
        _ = Execve(Environment.ProcessPath!, [.. arguments, null], [.. environment, null]);
        throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport(
        "libc", EntryPoint = "execve", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execve(
        [MarshalAs(UnmanagedType.LPStr)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);
}
