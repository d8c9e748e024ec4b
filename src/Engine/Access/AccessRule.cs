using System.Collections.Immutable;
using System.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Access;

/// <summary>
/// What holds for whom: the value of the first entry whose ACL somebody belongs to. Immutable; any thread. Looking allocates
/// nothing.
/// </summary>
public sealed record AccessRule<T>(ImmutableArray<AccessEntry<T>> Entries)
{
    /// <summary>False if nobody has said anything about this address.</summary>
    internal bool TryFind(JidView jid, IPAddress? address, HostTable hosts, out T? value)
    {
        foreach (ref readonly var entry in Entries.AsSpan())
        {
            if (!entry.Acl.Matches(jid, address, hosts)) continue;

            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }
}

/// <summary>A line of an <see cref="AccessRule{T}"/>.</summary>
public readonly record struct AccessEntry<T>(Acl Acl, T Value);
