namespace Meerkat.Engine.Net;

/// <summary>Who may connect, how many and how often. Immutable. 0 means no limit.</summary>
public sealed record AdmissionOptions
{
    /// <summary>
    /// Connections at once, of all listeners. Above it, sockets are accepted and closed at once. A <see cref="Network"/>
    /// lowers it, or sets it where it is 0, to what the process's open-file limit has room for.
    /// </summary>
    public int MaxConnections { get; init; }

    /// <summary>Connections at once from one IPv4 address or one IPv6 /64.</summary>
    // Not set by default: a company behind one address is as usual as an attacker.
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>New connections a second, of all listeners. Above it accepting waits: the kernel's backlog holds them.</summary>
    public int MaxConnectionRate { get; init; }

    /// <summary>New connections a second from one address or /64. Above it they are closed at once.</summary>
    public int MaxConnectionRatePerAddress { get; init; }

    /// <summary>New connections that either rate lets pass at once after a quiet time.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Addresses kept account of, where a limit per address is set.</summary>
    // 128 Ki at about 60 bytes are 8 MiB. Those without connections are forgotten once their rate has recovered.
    public int MaxAddresses { get; init; } = 128 * 1024;

    internal void AddMistakes(List<string> mistakes)
    {
        NetOptions.AddIfBelow(mistakes, nameof(MaxConnections), MaxConnections, 0);
        NetOptions.AddIfBelow(mistakes, nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, 0);
        NetOptions.AddIfBelow(mistakes, nameof(MaxConnectionRate), MaxConnectionRate, 0);
        NetOptions.AddIfBelow(mistakes, nameof(MaxConnectionRatePerAddress), MaxConnectionRatePerAddress, 0);
        NetOptions.AddIfBelow(mistakes, nameof(Burst), Burst, 1);
        NetOptions.AddIfBelow(mistakes, nameof(MaxAddresses), MaxAddresses, 1);
    }
}
