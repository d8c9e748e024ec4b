namespace Meerkat.Perf.Tls;

/// <summary>How much of TLS to measure.</summary>
/// <param name="Rounds">How often each figure is taken, by turns. The median counts.</param>
/// <param name="Handshakes">In one round, one after the other.</param>
/// <param name="Users">Idle connections; and chatting ones, in pairs.</param>
/// <param name="Seconds">That logins and chats are measured, in one round.</param>
/// <param name="HostilePeers">Of most attacks.</param>
/// <param name="HalfOpen">Connections that are opened and left.</param>
internal sealed record TlsOptions(int Rounds, int Handshakes, int Users, int Seconds, int HostilePeers, int HalfOpen)
{
    public static TlsOptions Usual { get; } = new(5, 1000, 2000, 5, 1000, 10_000);

    /// <summary>Enough to see that everything runs, and the figures roughly.</summary>
    public static TlsOptions Quick { get; } = new(2, 300, 500, 2, 200, 2000);

    public IReadOnlySet<TlsPart> Parts { get; init; } = new HashSet<TlsPart>(Enum.GetValues<TlsPart>());
}

/// <summary>A measurement that can be taken alone.</summary>
internal enum TlsPart : byte
{
    Handshakes,
    Memory,
    Chat,
    Hostile,
}
