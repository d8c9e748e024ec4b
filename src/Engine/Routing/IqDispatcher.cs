using System.Text;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Net;
using Meerkat.Parser.Stanzas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace Meerkat.Engine.Routing;

/// <summary>
/// Hands an IQ request to its handler and sends the reply. While a handler works the sender's stream is paused, so that
/// replies keep the order of requests and one stream has at most one request under way. Any turn.
/// </summary>
public sealed class IqDispatcher(TurnPool turns, Bounce bounce, ILogger<IqDispatcher> logger)
{
    private readonly ObjectPool<ByteBuffer> _payloads = ObjectPool.Create(new PayloadPolicy());

    /// <summary>
    /// Answers <c>service-unavailable</c> where no handler is registered (RFC 6120 §8.4), and to whom the account blocks if that is
    /// to be asked.
    /// </summary>
    public Verdict Dispatch(in Stanza stanza, Host host, IqTable table, BlocklistService? unlessBlocked = null)
    {
        var handler = table.Find(stanza.Type, stanza.Header.PayloadName, stanza.Header.PayloadNamespace);
        if (handler is null) return bounce.Reply(in stanza, StanzaError.ServiceUnavailable);

        return Run(in stanza, host, unlessBlocked is null ? handler : new UnlessBlocked(unlessBlocked, handler));
    }

    /// <summary>Runs one handler for a request.</summary>
    public Verdict Run(in Stanza stanza, Host host, IIqHandler handler)
    {
        var request = new IqRequest(stanza.ToOwned(), host, _payloads.Get());
        ValueTask<StanzaError?> answer;
        try
        {
            answer = handler.HandleAsync(request);
        }
        catch (Exception exception)
        {
            answer = ValueTask.FromResult(Failed(request, exception));
        }

        if (answer.IsCompletedSuccessfully)
        {
            Answer(stanza.Turn, request, answer.Result);
            return Verdict.Handled;
        }

        stanza.Sender.Pause();
        _ = AnswerLaterAsync(request, answer);
        return Verdict.Pending;
    }

    private async Task AnswerLaterAsync(IqRequest request, ValueTask<StanzaError?> answer)
    {
        StanzaError? error;
        try
        {
            error = await answer.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = Failed(request, exception);
        }

        var sender = request.Sender;
        var turn = turns.Begin();
        try
        {
            Answer(turn, request, error);
        }
        finally
        {
            turn.End();
            sender.Resume();
        }
    }

    private StanzaError? Failed(IqRequest request, Exception exception)
    {
        RouterLog.IqHandlerFailed(logger, exception, Encoding.UTF8.GetString(request.Payload.Namespace));
        return StanzaError.InternalServerError;
    }

    private void Answer(Turn turn, IqRequest request, StanzaError? error)
    {
        var stanza = request.Stanza.Borrow(turn);
        if (error is { } condition)
        {
            bounce.Reply(in stanza, in condition);
        }
        else
        {
            turn.Scratch.Clear();
            ReplyWriter.WriteResult(turn.Scratch, in stanza, request.ReplyPayload.WrittenSpan);
            stanza.Sender.Reply(turn, turn.Scratch.WrittenSpan, stanza.Route.Derive(StanzaMaker.IqHandler));
        }

        request.AfterReply?.Invoke(turn);
        _payloads.Return(request.ReplyPayload);
        request.Stanza.Dispose();
    }

    private sealed class PayloadPolicy : PooledObjectPolicy<ByteBuffer>
    {
        public override ByteBuffer Create() => new();

        public override bool Return(ByteBuffer buffer)
        {
            buffer.Clear();
            return true;
        }
    }
}
