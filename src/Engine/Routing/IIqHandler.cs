using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Routing;

/// <summary>Answers IQ requests of one payload, on behalf of the server or of an account. Called concurrently.</summary>
public interface IIqHandler
{
    /// <summary>
    /// Null for a result, whose payload (if any) was written to <see cref="IqRequest.Reply"/>; else the error to answer.
    /// Begins on the sender's turn, so it must not block; the sender waits until the task completes.
    /// </summary>
    ValueTask<StanzaError?> HandleAsync(IqRequest request);
}
