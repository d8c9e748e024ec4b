using System.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Access;

/// <summary>
/// One way to belong to an <see cref="Acl"/>: all that is set must hold, so that one with nothing set holds for everybody.
/// Immutable; any thread. Matching allocates nothing.
/// </summary>
public sealed record AclPattern
{
    /// <summary>Exactly this address; a bare one is that of all its resources too.</summary>
    public Jid? Jid { get; init; }

    /// <summary>The localpart.</summary>
    public Glob? User { get; init; }

    public Glob? Domain { get; init; }

    public Glob? Resource { get; init; }

    /// <summary>The domain is served here.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Where the client connects from. Never holds where that is not known.</summary>
    public IPNetwork? Address { get; init; }

    internal bool Matches(JidView jid, IPAddress? address, HostTable hosts) =>
        (Jid is null || jid.Utf8.SequenceEqual(Jid.Utf8) || jid.Bare.SequenceEqual(Jid.Utf8))
        && (User is null || (jid.HasLocal && User.Matches(jid.Local)))
        && (Domain is null || Domain.Matches(jid.Domain))
        && (Resource is null || (jid.IsFull && Resource.Matches(jid.Resource)))
        && (!IsLocal || hosts.Find(jid.Domain) is not null)
        && (Address is not { } network || (address is not null && network.Contains(address)));
}
