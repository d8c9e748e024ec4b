using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>Answers pings to the server, and to an account on its behalf (XEP-0199 §4.1, §4.2). Any turn.</summary>
[Xep("0199", "2.0.1")]
public sealed class Xep0199Ping : IModule, IIqHandler
{
    private const string Namespace = "urn:xmpp:ping";

    public void Register(ModuleBuilder builder) => builder
        .HandleServerIq(StanzaType.Get, "ping", Namespace, this)
        .HandleAccountIq(StanzaType.Get, "ping", Namespace, this)
        .AddServerFeature(Namespace)
        .AddAccountFeature(Namespace);

    // An account of somebody else says nothing of whether it exists (RFC 6121 §8.5.1).
    public ValueTask<StanzaError?> HandleAsync(IqRequest request) =>
        ValueTask.FromResult<StanzaError?>(
            request.IsOwnAccount || !request.Account.HasLocal ? null : StanzaError.ServiceUnavailable);
}
