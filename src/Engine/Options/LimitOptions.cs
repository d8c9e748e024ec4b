using Meerkat.Engine.Access;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Options;

/// <summary>
/// What clients may take of the server. Reaching a limit means a named stream or stanza error, never growth. Immutable.
/// </summary>
public sealed record LimitOptions
{
    // Where a default is given by another record, that record says where the number comes from.
    private static readonly NetOptions _net = new();
    private static readonly ClientStreamOptions _streams = new();
    private static readonly ModuleLimits _modules = new();

    /// <summary>Client connections at once; 0: as many as the open-file limit of the process allows.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Client connections at once from one IPv4 address or IPv6 /64; 0: unlimited, since a carrier's NAT hides
    /// thousands of users.</summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>New connections accepted in a second; more wait in the backlog. 0: unlimited.</summary>
    public int ConnectionsPerSecond { get; init; }

    /// <summary>New connections in a second from one IPv4 address or IPv6 /64; more are closed at once. 0:
    /// unlimited.</summary>
    public int ConnectionsPerSecondPerAddress { get; init; }

    /// <inheritdoc cref="AdmissionOptions.Burst"/>
    public int ConnectionBurst { get; init; } = new AdmissionOptions().Burst;

    /// <summary>TLS handshakes that compute at once; more wait. 0: 2 per processor, at least 8 (see
    /// <see cref="NetOptions.MaxHandshakes"/>).</summary>
    public int MaxHandshakes { get; init; }

    /// <inheritdoc cref="NetOptions.HandshakeTimeout"/>
    public TimeSpan HandshakeTimeout { get; init; } = _net.HandshakeTimeout;

    /// <inheritdoc cref="ClientStreamOptions.NegotiationTimeout"/>
    public TimeSpan NegotiationTimeout { get; init; } = _streams.NegotiationTimeout;

    /// <inheritdoc cref="NetOptions.CloseTimeout"/>
    public TimeSpan CloseTimeout { get; init; } = _net.CloseTimeout;

    /// <inheritdoc cref="XmlLimits.MaxStanzaBytes"/>
    public int MaxStanzaBytes { get; init; } = XmlLimits.Default.MaxStanzaBytes;

    /// <inheritdoc cref="XmlLimits.MaxHeaderBytes"/>
    public int MaxHeaderBytes { get; init; } = XmlLimits.Default.MaxHeaderBytes;

    /// <inheritdoc cref="XmlLimits.MaxDepth"/>
    public int MaxDepth { get; init; } = XmlLimits.Default.MaxDepth;

    /// <inheritdoc cref="XmlLimits.MaxAttributes"/>
    public int MaxAttributes { get; init; } = XmlLimits.Default.MaxAttributes;

    /// <inheritdoc cref="NetOptions.MaxOutboxBytes"/>
    public int MaxOutboxBytes { get; init; } = _net.MaxOutboxBytes;

    /// <inheritdoc cref="ClientStreamOptions.MaxAuthenticationAttempts"/>
    public int MaxAuthAttempts { get; init; } = _streams.MaxAuthenticationAttempts;

    /// <summary>Failed logins from one IPv4 address or IPv6 /64 within a window, and what follows.</summary>
    public FailedLoginLimits FailedLogins { get; init; } = new();

    /// <inheritdoc cref="ClientStreamOptions.MaxSessionsPerUser"/>
    public int MaxSessionsPerUser { get; init; } = _streams.MaxSessionsPerUser;

    /// <inheritdoc cref="ModuleLimits.RosterItems"/>
    public int MaxRosterItems { get; init; } = _modules.RosterItems;

    public XmlLimits ToXmlLimits() => new()
    {
        MaxStanzaBytes = MaxStanzaBytes,
        MaxHeaderBytes = MaxHeaderBytes,
        MaxDepth = MaxDepth,
        MaxAttributes = MaxAttributes,
    };

    internal IEnumerable<OptionMistake> Validate()
    {
        if (MaxConnections > 0 && MaxConnectionsPerAddress > MaxConnections)
        {
            yield return new(
                ["limits.max_connections_per_address", "limits.max_connections"],
                $"one address may have {MaxConnectionsPerAddress} connections, but all together {MaxConnections}; lower it");
        }

        if (MaxOutboxBytes < MaxStanzaBytes)
        {
            yield return new(
                ["limits.max_outbox", "limits.max_stanza"],
                $"the largest stanza, {MaxStanzaBytes} bytes, does not fit into an outbox of {MaxOutboxBytes}; raise it");
        }

        if (HandshakeTimeout > NegotiationTimeout)
        {
            yield return new(
                ["limits.handshake_timeout", "limits.negotiation_timeout"],
                "a handshake is part of the negotiation and cannot take longer; lower handshake_timeout");
        }
    }
}
