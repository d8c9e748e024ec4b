using System.Collections.Immutable;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// A bare JID and its sessions. Immutable: the <see cref="SessionTable"/> replaces it, never changes it. Any thread.
/// </summary>
public sealed class UserEntry
{
    internal UserEntry(Jid account, uint hash, AccountState state, ImmutableArray<Session> sessions)
    {
        Account = account;
        Hash = hash;
        State = state;
        Sessions = sessions;
    }

    /// <summary>The bare JID.</summary>
    public Jid Account { get; }

    /// <summary>What all sessions of the account share; handed on from entry to entry.</summary>
    public AccountState State { get; }

    /// <summary>In order of binding, oldest first. Never empty in a table.</summary>
    public ImmutableArray<Session> Sessions { get; }

    internal uint Hash { get; }

    /// <summary>The session bound to this resource, or null.</summary>
    public Session? Find(ReadOnlySpan<byte> resource)
    {
        foreach (var session in Sessions)
        {
            if (session.Jid.Resource.SequenceEqual(resource)) return session;
        }

        return null;
    }

    /// <summary>The highest priority of any available session; <see cref="sbyte.MinValue"/> - 1 if none is available.</summary>
    public int HighestPriority()
    {
        var highest = NoneAvailable;
        foreach (var session in Sessions)
        {
            if (session.Presence is { } presence && presence.Priority > highest) highest = presence.Priority;
        }

        return highest;
    }

    /// <summary>Below every priority a presence can have.</summary>
    public const int NoneAvailable = sbyte.MinValue - 1;
}
