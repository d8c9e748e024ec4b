using System.Collections.Immutable;
using System.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Access;

/// <summary>A named set of addresses: whoever one of the patterns holds for. Immutable; any thread.</summary>
public sealed record Acl(string Name, ImmutableArray<AclPattern> Patterns)
{
    public static Acl All { get; } = new("all", [new AclPattern()]);

    public static Acl None { get; } = new("none", []);

    /// <summary>The served domains and their accounts.</summary>
    public static Acl Local { get; } = new("local", [new AclPattern { IsLocal = true }]);

    /// <summary>Those that are there without being defined.</summary>
    public static ImmutableArray<Acl> BuiltIn { get; } = [All, Local, None];

    /// <summary>True if it looks at where clients connect from.</summary>
    public bool AsksForAddress => Patterns.Any(pattern => pattern.Address is not null);

    /// <summary>True if it looks at who somebody is.</summary>
    public bool AsksForName => Patterns.Any(pattern => pattern with { Address = null } != new AclPattern());

    internal bool Matches(JidView jid, IPAddress? address, HostTable hosts)
    {
        foreach (var pattern in Patterns.AsSpan())
        {
            if (pattern.Matches(jid, address, hosts)) return true;
        }

        return false;
    }
}
