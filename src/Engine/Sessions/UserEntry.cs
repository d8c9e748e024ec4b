using System.Collections.Immutable;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// A bare JID and its sessions. Immutable: the <see cref="SessionTable"/> replaces it, never changes it. Any thread.
/// </summary>
public sealed class UserEntry
{
    // Bytes of its own, beside the entry in memory, for a look-up compares them: those of a session's JID are elsewhere.
    private readonly byte[] _account;

    internal UserEntry(byte[] account, uint hash, AccountState state, ImmutableArray<Session> sessions, UserEntry? next)
    {
        _account = account;
        Hash = hash;
        State = state;
        Sessions = sessions;
        Next = next;
    }

    /// <summary>The bare JID; made anew.</summary>
    public Jid Account => Sessions[0].Jid.Bare;

    /// <summary>The bare JID as bytes.</summary>
    public ReadOnlySpan<byte> AccountUtf8 => _account;

    /// <summary>What all sessions of the account share; handed on from entry to entry.</summary>
    public AccountState State { get; }

    /// <summary>In order of binding, oldest first. Never empty in a table.</summary>
    public ImmutableArray<Session> Sessions { get; }

    internal uint Hash { get; }

    /// <summary>The next entry of the same slot. As immutable as the rest: who has an entry has all behind it.</summary>
    internal UserEntry? Next { get; }

    /// <summary>The same account in another place of the slot.</summary>
    internal UserEntry Before(UserEntry? next) => new(_account, Hash, State, Sessions, next);

    /// <summary>The same account with other sessions, in front of a slot's others.</summary>
    internal UserEntry With(ImmutableArray<Session> sessions, UserEntry? next) => new(_account, Hash, State, sessions, next);

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
