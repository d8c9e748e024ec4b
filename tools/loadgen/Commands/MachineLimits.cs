using System.Globalization;
using System.Net;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Commands;

/// <summary>What this machine lets one process do, checked before a run so that it does not fail half-way.</summary>
internal sealed record MachineLimits(long? OpenFiles, int EphemeralPorts)
{
    // Runtime, assemblies, epoll descriptors, the report: about 150 are open before the first user connects.
    private const int ReservedFiles = 200;

    public static MachineLimits Read()
    {
        var limits = ProcFile.ReadOrNull("/proc/self/limits");
        var ports = ProcFile.ReadOrNull("/proc/sys/net/ipv4/ip_local_port_range");
        return new MachineLimits(limits is null ? null : ProcFile.ParseOpenFilesLimit(limits), ParsePorts(ports));
    }

    public IEnumerable<string> Validate(LoadOptions options)
    {
        var connections = options.Scenario == "login"
            ? Math.Min(options.Concurrent, options.Users)
            : options.Users + options.Chatters;
        var perProcess = (connections + options.Processes - 1) / Math.Max(1, options.Processes);
        if (OpenFiles is { } files && perProcess > files - ReservedFiles)
            yield return $"{perProcess} connections need {perProcess + ReservedFiles} open files, but the limit is {files}: "
                + "raise it (ulimit -n), take more --processes, or at most "
                + $"--users {Math.Max(0, files - ReservedFiles)} in each";
        foreach (var pid in options.ServerPids.Where(pid => new ServerProbe([pid]).ReadCpu() is null))
            yield return $"--server-pid {pid}: /proc/{pid}/stat cannot be read";
        var perTarget = (connections + options.Targets.Count - 1) / options.Targets.Count;
        var addresses = (perTarget + EphemeralPorts - 1) / EphemeralPorts;
        if (addresses > options.SourceAddresses && options.Targets.All(target => target is IPEndPoint))
            yield return $"{perTarget} connections to one target need more than the {EphemeralPorts} ephemeral ports of one "
                + $"address: give --source-addresses {addresses}";
    }

    // ip(7): two numbers, both ends included. Without the file, Linux's default.
    private static int ParsePorts(string? range)
    {
        var ends = range?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return ends.Length == 2
            && int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[1], CultureInfo.InvariantCulture, out var last)
            && last >= first
            ? last - first + 1
            : 60999 - 32768 + 1;
    }
}
