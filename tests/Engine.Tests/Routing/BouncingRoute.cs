using System.Text;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>A route to some domains that refuses every stanza, whatever it is. One thread.</summary>
internal sealed class BouncingRoute(params string[] domains) : IRoute
{
    private readonly byte[][] _domains = [.. domains.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Set when the router is there, which is made with its routes.</summary>
    public Router Router { get; set; } = null!;

    public int Calls { get; private set; }

    public Verdict Route(in Stanza stanza)
    {
        foreach (var domain in _domains)
        {
            if (!stanza.To.Domain.SequenceEqual(domain)) continue;

            Calls++;
            return Router.Bounce.Reply(in stanza, StanzaError.ServiceUnavailable);
        }

        return Verdict.Continue;
    }
}
