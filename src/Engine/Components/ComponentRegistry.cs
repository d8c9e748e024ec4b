using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;

namespace Meerkat.Engine.Components;

/// <summary>
/// The domains of the components that are connected. Looked up without a lock: an immutable table is replaced when a
/// component comes or goes, which is rare. One per process; any thread.
/// </summary>
public sealed class ComponentRegistry(HostTable hosts)
{
    private readonly Lock _gate = new();

    // Those who would take a place as soon as it is free; guarded by the lock.
    private readonly List<ComponentStream> _waiting = [];

    // Written under the lock, read by everybody: pairs with the Volatile.Read of Table.
    private ComponentTable _table = new([]);

    internal HostTable Hosts => hosts;

    /// <summary>Components that wait for a domain that is taken.</summary>
    internal int WaitingCount
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    internal ComponentTable Table => Volatile.Read(ref _table);

    /// <summary>The component that has this domain, or null. Allocates nothing.</summary>
    internal ComponentStream? Find(ReadOnlySpan<byte> domain) => Table.Find(domain);

    /// <summary>
    /// Gives the stream its domains, all or none of them, and tells it so before anybody can write to it. Those it has driven
    /// out have lost all of theirs, and are to be closed by the caller.
    /// </summary>
    internal JoinResult TryJoin(Turn turn, ComponentStream stream, out IReadOnlyList<ComponentStream> drivenOut)
    {
        drivenOut = [];
        lock (_gate)
        {
            if (stream.Domains.Any(domain => hosts.Find(domain) is not null)) return JoinResult.Reserved;

            // A connection that is closing is not in anybody's way: nothing reaches it any more.
            ComponentStream[] inTheWay = [.. stream.Domains.Select(domain => Table.Find(domain.Utf8)).OfType<ComponentStream>().Distinct()];
            if (!stream.DrivesOutOthers && inTheWay.Any(other => !other.Connection.IsClosing))
            {
                if (stream.MayWait) _waiting.Add(stream);
                return JoinResult.Taken;
            }

            stream.Welcome(turn);
            ReplaceLocked(
                Table.Entries.Where(entry => !inTheWay.Contains(entry.Stream))
                    .Concat(stream.Domains.Select(domain => new ComponentEntry(domain, stream))));
            drivenOut = inTheWay;
            return JoinResult.Joined;
        }
    }

    /// <summary>True if the stream was waiting, and is not resumed by this registry any more.</summary>
    internal bool StopWaiting(ComponentStream stream)
    {
        lock (_gate)
            return _waiting.Remove(stream);
    }

    /// <summary>The stream is closing: its domains are free, and those who wait try again.</summary>
    internal void Leave(ComponentStream stream)
    {
        lock (_gate)
        {
            _waiting.Remove(stream);
            if (!Table.Entries.Any(entry => entry.Stream == stream)) return;

            ReplaceLocked(Table.Entries.Where(entry => entry.Stream != stream));
            // They try again on turns of their own, and wait again if another one was faster.
            foreach (var waiting in _waiting) waiting.Resume();
            _waiting.Clear();
        }
    }

    private void ReplaceLocked(IEnumerable<ComponentEntry> entries) =>
        Volatile.Write(ref _table, new ComponentTable([.. entries.OrderBy(entry => entry.Domain.ToString(), StringComparer.Ordinal)]));
}

/// <summary>What became of a component that asked for its domains.</summary>
internal enum JoinResult : byte
{
    Joined,

    /// <summary>Another component has one of them. If it may wait, its stream is resumed as soon as a component leaves.</summary>
    Taken,

    /// <summary>The server itself has one of them.</summary>
    Reserved,
}
