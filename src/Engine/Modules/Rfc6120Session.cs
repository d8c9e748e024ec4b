using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>
/// The session request of RFC 3921 §3, which older clients send after binding and which does nothing, and the refusal of a
/// second bind (RFC 6120 §7). Any turn.
/// </summary>
public sealed class Rfc6120Session : IModule, IIqHandler
{
    public void Register(ModuleBuilder builder) => builder
        .HandleAccountIq(StanzaType.Set, "session", "urn:ietf:params:xml:ns:xmpp-session", this)
        .HandleServerIq(StanzaType.Set, "session", "urn:ietf:params:xml:ns:xmpp-session", this)
        .HandleAccountIq(StanzaType.Set, "bind", "urn:ietf:params:xml:ns:xmpp-bind", this)
        .HandleServerIq(StanzaType.Set, "bind", "urn:ietf:params:xml:ns:xmpp-bind", this);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request) => ValueTask.FromResult<StanzaError?>(
        request.Payload.LocalName.SequenceEqual("session"u8)
            ? null
            : StanzaError.NotAllowed.Because("One stream has one resource."));
}
