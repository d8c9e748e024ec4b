using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>
/// A server that is compared: what it needs, how it is set up and started. Its accounts are those of the load generator.
/// </summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>What its clients log in with.</summary>
    string Mechanism { get; }

    /// <summary>Whether messages get cheaper while it runs, since it compiles what runs often.</summary>
    bool CompilesWhileRunning { get; }

    /// <summary>The version, and where it keeps accounts.</summary>
    string Describe();

    /// <summary>The packages of Debian that it needs and that are not there.</summary>
    IReadOnlyList<string> MissingPackages();

    /// <summary>Makes, once for a run, the directory that a server with its accounts has before its first start.</summary>
    Task<string> CreateHomeAsync(Workspace workspace, int users);

    /// <summary>Starts it over a copy of that directory; it accepts connections when this returns.</summary>
    Task<IServer> StartAsync(string home, TestCertificate certificate, params IEnumerable<string> arguments);
}
