using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Blocking;

/// <summary>
/// Whom one account blocks (XEP-0191). Never empty: an account that blocks nobody has none. Immutable; any thread. Looking
/// allocates nothing.
/// </summary>
public sealed class Blocklist
{
    private readonly Host _host;
    private readonly Jid _account;
    private readonly HashSet<Jid>.AlternateLookup<ReadOnlySpan<byte>> _blocked;

    private Blocklist(Host host, Jid account, IEnumerable<Jid> blocked)
    {
        _host = host;
        _account = account;
        _blocked = new HashSet<Jid>(blocked, JidBytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Null if there is nobody in it.</summary>
    public static Blocklist? Of(Host host, Jid account, IEnumerable<Jid> blocked)
    {
        var list = new Blocklist(host, account, blocked);
        return list._blocked.Set.Count == 0 ? null : list;
    }

    /// <summary>
    /// JID Matching of XEP-0191: the address as it is, its bare JID, or its domain is in the list. Never true of what
    /// <see cref="IsExempt"/>, and while the host has no module that enforces blocklists.
    /// </summary>
    public bool Blocks(JidView other)
    {
        if (_host.Blocklists is null || IsExempt(_account, other)) return false;

        return _blocked.Contains(other.Utf8)
            || (other.IsFull && _blocked.Contains(other.Bare))
            || (other.HasLocal && _blocked.Contains(other.Domain));
    }

    /// <inheritdoc cref="Blocks(JidView)"/>
    public bool Blocks(Jid other) => Blocks(JidView.Of(other));

    /// <summary>
    /// XEP-0191, Relationship to Privacy Lists: one resource of a user never blocks another. Nor is the user's own server
    /// blocked, though its other users are with the domain: it answers for the account, and who blocks it could not undo that.
    /// </summary>
    public static bool IsExempt(Jid account, JidView other) => other.HasLocal
        ? other.Bare.SequenceEqual(account.BareUtf8)
        : other.Domain.SequenceEqual(account.Domain);
}
