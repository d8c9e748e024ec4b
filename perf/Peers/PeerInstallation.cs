using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>What is missing of the peers, and how it gets here. Servers that packages would start stay off.</summary>
internal static class PeerInstallation
{
    // What starts a package's servers asks it first; 101 is no (invoke-rc.d(8)).
    private const string StartPolicy = "/usr/sbin/policy-rc.d";
    private const string StartNothing = "#!/bin/sh\nexit 101\n";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static IReadOnlyList<string> MissingPackages(IEnumerable<IPeer> peers) =>
        [.. peers.SelectMany(peer => peer.MissingPackages()).Distinct()];

    /// <summary>Runs apt-get, which is root's.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static async Task InstallAsync(IEnumerable<string> packages)
    {
        // Somebody who has a policy has thought about it.
        bool isPolicyOurs = !File.Exists(StartPolicy);
        if (isPolicyOurs)
        {
            await File.WriteAllTextAsync(StartPolicy, StartNothing);
            File.SetUnixFileMode(StartPolicy, Executable);
        }

        try
        {
            await ChildProcess.RunAsync(
                "env",
                ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends", .. packages]);
        }
        finally
        {
            if (isPolicyOurs)
                File.Delete(StartPolicy);
        }
    }
}
