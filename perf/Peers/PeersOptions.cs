namespace Meerkat.Perf.Peers;

/// <summary>How much to compare.</summary>
/// <param name="Rounds">How often each figure is taken, by turns. The median counts.</param>
/// <param name="Users">Who chat, in pairs.</param>
/// <param name="IdleUsers">Connections whose memory is measured, beside a sixth of them.</param>
/// <param name="Seconds">That a chat, or logins, are measured, in one round.</param>
/// <param name="WarmUpSeconds">That a server which compiles while it runs chats before.</param>
/// <param name="RateUsers">Who write at fixed rates.</param>
/// <param name="RateSeconds">That they do.</param>
/// <param name="SettleSeconds">Before memory is read.</param>
/// <param name="MemoryRounds">The same for memory, which differs little.</param>
internal sealed record PeersOptions(
    int Rounds,
    int Users,
    int IdleUsers,
    double Seconds,
    double WarmUpSeconds,
    int RateUsers,
    double RateSeconds,
    double SettleSeconds,
    int MemoryRounds)
{
    public static PeersOptions Usual { get; } = new(3, 2000, 6000, 2.5, 5, 500, 4, 3, 2);

    /// <summary>Enough to see that everything runs, and the figures roughly.</summary>
    public static PeersOptions Quick { get; } = new(1, 1000, 3000, 2, 3, 500, 2, 2, 1);

    public IReadOnlyList<IPeer> Peers { get; init; } = PeerList.All;

    public IReadOnlySet<PeersPart> Parts { get; init; } = new HashSet<PeersPart>(Enum.GetValues<PeersPart>());
}

/// <summary>A measurement that can be taken alone.</summary>
internal enum PeersPart : byte
{
    Chat,

    /// <summary>Latency at fixed rates.</summary>
    Rates,
    Logins,
    Memory,
    Start,

    /// <summary>Two event loops of Meerkat against one.</summary>
    Loops,
}
