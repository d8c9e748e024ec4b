using Meerkat.Engine.Components;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Modules;

/// <summary>What a served host has to offer besides itself: the components below it, and what the operator adds. Any
/// thread.</summary>
internal sealed class HostItems(HostTable hosts, ComponentRegistry components, IReadOnlyList<Jid> extraDomains)
{
    /// <summary>Each domain once, in alphabetical order, and none that is served itself.</summary>
    public IEnumerable<Jid> Of(Host host, bool seesHidden) =>
        ComponentsOf(host, seesHidden)
            .Concat(extraDomains)
            .Where(domain => hosts.Find(domain) is null)
            .Distinct()
            .OrderBy(domain => domain.ToString(), StringComparer.Ordinal);

    private IEnumerable<Jid> ComponentsOf(Host host, bool seesHidden)
    {
        byte[] suffix = [(byte)'.', .. host.Domain.Utf8];
        return from entry in components.Table.Entries
               where entry.Domain.Utf8.EndsWith(suffix) && (seesHidden || !entry.Stream.IsHidden)
               select entry.Domain;
    }
}
