using Meerkat.Engine.Diagnostics;
using Meerkat.Parser.Stanzas;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Routing;

/// <summary>
/// What becomes of a stanza that goes no further: answered with an error where one may be answered, else dropped and
/// counted. One per process; any turn.
/// </summary>
public sealed class Bounce(ServerMetrics metrics, ILogger<Bounce> logger)
{
    private readonly ErrorEchoes _echoes = new();

    /// <summary>
    /// Sends <paramref name="error"/> to the sender. Decided on the stanza as it is and on its context: nothing is said to
    /// an error, to what came of an error reply, to an IQ result, and to presence that asks for nothing.
    /// </summary>
    public Verdict Reply(in Stanza stanza, in StanzaError error)
    {
        if (stanza.Type == StanzaType.Error || !stanza.Route.TryErrorReply(out var context)) return Suppress(in stanza, in error);
        if (!IsAnswered(in stanza)) return Verdict.Handled;

        metrics.ErrorReplied();
        var scratch = stanza.Turn.Scratch;
        scratch.Clear();
        ReplyWriter.WriteError(scratch, in stanza, in error);
        stanza.Sender.Reply(stanza.Turn, scratch.WrittenSpan, context);
        return Verdict.Handled;
    }

    /// <summary>True, and dropped, if a peer's error answers an error.</summary>
    public bool DropsEcho(in Stanza error)
    {
        if (!_echoes.IsEcho(in error)) return false;

        metrics.ErrorReplySuppressed();
        if (logger.IsEnabled(LogLevel.Debug))
        {
            RouterLog.EchoDropped(
                logger, error.From.ToString(), error.To.ToString(), ReceivedError.Of(error.Element).Name);
        }

        return true;
    }

    /// <summary>The stanza was routed more often than any needs to be.</summary>
    public Verdict DropLoop(in Stanza stanza)
    {
        metrics.LoopDropped();
        RouterLog.LoopDropped(logger, stanza.Kind, stanza.Type, stanza.Route.GeneratedBy, stanza.Route.Id);
        return Verdict.Handled;
    }

    /// <summary>
    /// RFC 6120 §8.2.3: never an IQ result. RFC 6121 §4.3.2, §8.5.2.1.2: nor a probe, nor "unavailable".
    /// </summary>
    private static bool IsAnswered(in Stanza stanza) =>
        stanza.Type is not (StanzaType.Result or StanzaType.Probe or StanzaType.Unavailable);

    private Verdict Suppress(in Stanza stanza, in StanzaError error)
    {
        metrics.ErrorReplySuppressed();
        // Whoever sends errors to nowhere could fill the log: for who looks for them only.
        if (!logger.IsEnabled(LogLevel.Debug)) return Verdict.Handled;

        RouterLog.ErrorReplySuppressed(
            logger,
            stanza.From.ToString(),
            stanza.HasTo ? stanza.To.ToString() : "its own account",
            ReceivedError.Of(stanza.Element).Name,
            error.Condition,
            stanza.Route.GeneratedBy,
            stanza.Route.Id);
        return Verdict.Handled;
    }
}
