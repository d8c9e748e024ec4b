using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Routing;

/// <summary>Answers a stanza with an error, where one may be answered.</summary>
public static class Bounce
{
    /// <summary>
    /// Sends <paramref name="error"/> to the sender unless the stanza is one that is never answered: an error, an IQ
    /// result (RFC 6120 §8.3.1), or one that came of an error reply.
    /// </summary>
    public static Verdict Reply(in Stanza stanza, in StanzaError error)
    {
        if (!MayBeAnswered(in stanza)) return Verdict.Handled;

        var scratch = stanza.Turn.Scratch;
        scratch.Clear();
        ReplyWriter.WriteError(scratch, in stanza, in error);
        stanza.Sender.Reply(stanza.Turn, scratch.WrittenSpan);
        return Verdict.Handled;
    }

    private static bool MayBeAnswered(in Stanza stanza) =>
        !stanza.Route.IsErrorReply && stanza.Type is not (StanzaType.Error or StanzaType.Result);
}
