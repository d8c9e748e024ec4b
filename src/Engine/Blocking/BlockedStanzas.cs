using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Blocking;

/// <summary>What becomes of stanzas between a user and whom the user blocks (XEP-0191, User Blocks JID). Stateless; any turn.</summary>
internal static class BlockedStanzas
{
    private static readonly StanzaError _blocked = new(StanzaErrorCondition.NotAcceptable, StanzaErrorType.Cancel)
    {
        Detail = new StanzaErrorDetail("blocked", "urn:xmpp:blocking:errors"),
    };

    /// <summary>From whom the recipient blocks.</summary>
    public static Verdict RefuseIncoming(Bounce bounce, in Stanza stanza) =>
        IsAnswered(in stanza) ? bounce.Reply(in stanza, StanzaError.ServiceUnavailable) : Verdict.Handled;

    /// <summary>To whom the sender blocks: it is told, unless the stanza is one that is never answered.</summary>
    public static Verdict RefuseOutgoing(Bounce bounce, in Stanza stanza) =>
        stanza.Type == StanzaType.Error ? Verdict.Handled : bounce.Reply(in stanza, in _blocked);

    /// <summary>
    /// Never presence of any kind. Of messages and IQs what would be answered if the recipient were not there: to say something
    /// to a headline would tell that somebody is (RFC 6121 §8.5.2.2.1).
    /// </summary>
    private static bool IsAnswered(in Stanza stanza) => stanza.Kind switch
    {
        StanzaKind.Message => stanza.Type is not (StanzaType.Error or StanzaType.Headline),
        StanzaKind.Iq => stanza.IsIqRequest,
        _ => false,
    };
}
