using Meerkat.Engine.Options;

namespace Meerkat.Server.Options;

/// <summary>The options of what clients may take of the server.</summary>
internal static class LimitRows
{
    private static readonly CountType _anyCount = new(0, int.MaxValue);
    private static readonly CountType _positive = new(1, int.MaxValue);
    private static readonly DurationType _timeout = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    private static readonly DurationType _span = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));

    // Long by design: one row per option.
    public static IEnumerable<OptionDescriptor> All()
    {
        OptionArea<LimitOptions> area = new("limits", o => o.Limits, (o, a) => o with { Limits = a });
        yield return area.Option(
            "max_connections", _anyCount, o => o.MaxConnections, (o, v) => o with { MaxConnections = v },
            "Client connections at once. 0: as many as the open-file limit of the process allows.");
        yield return area.Option(
            "max_connections_per_address", _anyCount,
            o => o.MaxConnectionsPerAddress, (o, v) => o with { MaxConnectionsPerAddress = v },
            "Client connections at once from one IPv4 address or IPv6 /64. 0: unlimited.");
        yield return area.Option(
            "connections_per_second", _anyCount,
            o => o.ConnectionsPerSecond, (o, v) => o with { ConnectionsPerSecond = v },
            "New connections a second; more wait. 0: unlimited.");
        yield return area.Option(
            "connections_per_second_per_address", _anyCount,
            o => o.ConnectionsPerSecondPerAddress, (o, v) => o with { ConnectionsPerSecondPerAddress = v },
            "New connections a second from one IPv4 address or IPv6 /64; more are closed. 0: unlimited.");
        yield return area.Option(
            "connection_burst", _positive, o => o.ConnectionBurst, (o, v) => o with { ConnectionBurst = v },
            "New connections that may come at once where their rate is limited, after a time without any.");
        yield return area.Option(
            "max_handshakes", _anyCount, o => o.MaxHandshakes, (o, v) => o with { MaxHandshakes = v },
            "TLS handshakes that compute at once; more wait. 0: 2 per processor, at least 8.");
        yield return area.Option(
            "handshake_timeout", _timeout, o => o.HandshakeTimeout, (o, v) => o with { HandshakeTimeout = v },
            "How long a TLS handshake may take, its wait for others included.");
        yield return area.Option(
            "negotiation_timeout", _timeout, o => o.NegotiationTimeout, (o, v) => o with { NegotiationTimeout = v },
            "How long a client may take from connecting to having its resource bound.");
        yield return area.Option(
            "close_timeout", _timeout, o => o.CloseTimeout, (o, v) => o with { CloseTimeout = v },
            "How long a closing connection waits for what is unsent, and for the client to close too.");
        yield return area.Option(
            "max_stanza", new SizeType(10_000, 64 << 20),
            o => o.MaxStanzaBytes, (o, v) => o with { MaxStanzaBytes = v },
            "The largest stanza accepted from a client.");
        yield return area.Option(
            "max_header", new SizeType(1024, 64 << 10), o => o.MaxHeaderBytes, (o, v) => o with { MaxHeaderBytes = v },
            "The largest stream header accepted from a client.");
        yield return area.Option(
            "max_depth", new CountType(8, 1024), o => o.MaxDepth, (o, v) => o with { MaxDepth = v },
            "How deep elements may nest, the stream counted.");
        yield return area.Option(
            "max_attributes", new CountType(16, 1024), o => o.MaxAttributes, (o, v) => o with { MaxAttributes = v },
            "Attributes of one element, namespace declarations counted.");
        yield return area.Option(
            "max_outbox", new SizeType(64 << 10, 1 << 30),
            o => o.MaxOutboxBytes, (o, v) => o with { MaxOutboxBytes = v },
            "What may wait for a client that reads too slowly before it is disconnected.");
        yield return area.Option(
            "max_auth_attempts", new CountType(1, 6), o => o.MaxAuthAttempts, (o, v) => o with { MaxAuthAttempts = v },
            "Failed logins on one stream before it is closed.");
        yield return area.Option(
            "max_failed_logins", _anyCount,
            o => o.FailedLogins.MaxPerAddress, (o, v) => o with { FailedLogins = o.FailedLogins with { MaxPerAddress = v } },
            "Failed logins from one IPv4 address or IPv6 /64 before nobody may log in from there for a while. 0: unlimited.");
        yield return area.Option(
            "failed_login_window", _span,
            o => o.FailedLogins.Window, (o, v) => o with { FailedLogins = o.FailedLogins with { Window = v } },
            "How long failed logins of an address are counted, from the first one on.");
        yield return area.Option(
            "lockout", _span, o => o.FailedLogins.Lockout, (o, v) => o with { FailedLogins = o.FailedLogins with { Lockout = v } },
            "How long nobody may log in from an address with too many failed logins.");
        yield return area.Option(
            "max_sessions_per_user", _positive, o => o.MaxSessionsPerUser, (o, v) => o with { MaxSessionsPerUser = v },
            "Resources that one account may have connected.");
        yield return area.Option(
            "max_roster_items", _positive, o => o.MaxRosterItems, (o, v) => o with { MaxRosterItems = v },
            "Contacts in one roster.");
    }
}
