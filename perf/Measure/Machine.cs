using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Meerkat.Perf.Measure;

/// <summary>What a figure depends on besides the code.</summary>
internal static class Machine
{
    public static string Processor { get; } = $"{CpuModel()}, {Environment.ProcessorCount} cores, "
        + $"AVX2 {State(Avx2.IsSupported)}, AVX-512 {State(Avx512BW.IsSupported)}";

    public static string System { get; } =
        $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}";

    public static string Runtime { get; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The load average of the last minute, or null.</summary>
    public static double? Load()
    {
        const string path = "/proc/loadavg";
        return File.Exists(path)
            ? double.Parse(File.ReadAllText(path).Split(' ')[0])
            : null;
    }

    private static string CpuModel()
    {
        const string path = "/proc/cpuinfo";
        string? line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }

    private static string State(bool isOn) => isOn ? "on" : "off";
}
