using System.Reflection;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>Meerkat from this checkout, with the settings it has by itself.</summary>
internal sealed class MeerkatPeer : IPeer
{
    public const string PeerName = "meerkat";

    public string Name => PeerName;

    public string Mechanism => "SCRAM-SHA-1";

    public bool CompilesWhileRunning => true;

    public string Describe()
    {
        Version version = AssemblyName.GetAssemblyName($"{Programs.Meerkat}.dll").Version!;
        return $"{version.ToString(2)} of this checkout, SQLite";
    }

    public IReadOnlyList<string> MissingPackages() => [];

    public async Task<string> CreateHomeAsync(Workspace workspace, int users)
    {
        string home = workspace.NewDirectory();
        await MeerkatServer.ImportAsync(home, users);
        return home;
    }

    public async Task<IServer> StartAsync(string home, TestCertificate certificate, params IEnumerable<string> arguments) =>
        await MeerkatServer.StartAsync(home, certificate, ["--log-level", "warning", .. arguments]);
}
