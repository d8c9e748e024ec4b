namespace Meerkat.Engine.Modules;

/// <summary>What users may make the modules keep or do.</summary>
public sealed record ModuleLimits
{
    /// <summary>Items in one roster. 1000 is what the largest public servers allow.</summary>
    public int RosterItems { get; init; } = 1000;

    /// <summary>Groups of one roster item.</summary>
    public int RosterGroupsPerItem { get; init; } = 32;

    /// <summary>Bytes of a roster item's name or of a group's. RFC 6121 §2.3.3 leaves the number to the server; this is the
    /// length of a JID part.</summary>
    public int RosterNameBytes { get; init; } = 1023;

    /// <summary>Addresses that one session has directed presence at (RFC 6121 §4.6): rooms, mostly.</summary>
    public int DirectedPresences { get; init; } = 500;

    /// <summary>Bytes of a presence that is kept to be shown to others. Status texts and capabilities are below 1 KiB.</summary>
    public int PresenceBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes of subscription requests shown to a newly available resource; the rest wait until some are answered.</summary>
    public int ShownRequestBytes { get; init; } = 128 * 1024;

    /// <summary>Recipients served in one turn; a larger fan-out is cut, so that one user cannot hold up others.</summary>
    public int FanOutPerTurn { get; init; } = 256;

    /// <summary>Bytes of a pending subscription request as kept and shown again.</summary>
    public int SubscriptionRequestBytes { get; init; } = 4096;
}
