using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Components;

/// <summary>The domains of components as destinations. Called concurrently by all turns.</summary>
public sealed class ComponentRoute(ComponentRegistry registry, Bounce bounce, ServerMetrics metrics) : IRoute
{
    public Verdict Route(in Stanza stanza)
    {
        if (!stanza.HasTo || registry.Find(stanza.To.Domain) is not { } component) return Verdict.Continue;
        if (!component.Access.Allows(stanza.From))
        {
            metrics.AccessDenied("component");
            return bounce.Reply(in stanza, StanzaError.NotAllowed);
        }

        return component.Deliver(in stanza) ? Verdict.Handled : bounce.Reply(in stanza, StanzaError.RecipientUnavailable);
    }
}
