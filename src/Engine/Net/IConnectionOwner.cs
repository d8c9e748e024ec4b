namespace Meerkat.Engine.Net;

/// <summary>
/// What gives a connection's bytes a meaning: an XML stream, a host link. Every method but <see cref="Farewell"/> is
/// called on the connection's own turn: never two at once, and each sees what the one before wrote. No locks needed.
/// </summary>
public interface IConnectionOwner
{
    /// <summary>
    /// More bytes are there. <paramref name="unread"/> is contiguous and borrowed. Returns how many were consumed; the
    /// rest is shown again with more behind it. Not called while paused, during a handshake, or after a close began.
    /// </summary>
    int OnReceived(Turn turn, ReadOnlySpan<byte> unread);

    /// <summary>The handshake succeeded and <see cref="Connection.Tls"/> is set.</summary>
    void OnTlsEstablished(Turn turn);

    /// <summary>
    /// The step for which the connection was paused has ended (<see cref="Connection.Resume"/>). The place to act on
    /// its result: whoever calls Resume is on a foreign thread. Bytes already buffered follow through OnReceived.
    /// </summary>
    void OnResumed(Turn turn)
    {
    }

    /// <summary>The outbox ran empty after <see cref="Connection.NotifyWhenSent"/>; once per request.</summary>
    void OnSent(Turn turn)
    {
    }

    /// <summary>The time given to <see cref="Connection.SetDeadline"/> has passed; also while paused or in a handshake.</summary>
    void OnDeadline(Turn turn);

    /// <summary>
    /// The bytes to send last: a stream error and the closing tag; may be empty. Any thread, at most once: pure, reading
    /// only immutable and volatile fields. The span must stay valid after the return: a constant or an owned array.
    /// </summary>
    ReadOnlySpan<byte> Farewell(CloseReason reason);

    /// <summary>The connection is gone. Exactly once, after every other call.</summary>
    void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent);
}
