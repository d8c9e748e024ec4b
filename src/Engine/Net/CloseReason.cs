namespace Meerkat.Engine.Net;

/// <summary>Why a connection ends. The first reason given is the one that stays.</summary>
public enum CloseReason : byte
{
    None,

    /// <summary>The peer sent FIN while we were open.</summary>
    PeerClosed,

    /// <summary>The socket failed: reset by the peer, network unreachable, keep-alive lost.</summary>
    PeerReset,

    /// <summary>The TLS handshake failed or timed out, or a record could not be read.</summary>
    TlsFailed,

    /// <summary>Both sides are done: the normal end of a stream.</summary>
    Finished,

    /// <summary>The owner has written a stream error itself, or says what it was in its farewell.</summary>
    StreamError,

    /// <summary>The peer reads more slowly than others write to it, and the outbox limit is reached.</summary>
    OutboxFull,

    /// <summary>The unfinished bytes reached the receive limit and the owner consumed none of them.</summary>
    ReceiveBufferFull,

    /// <summary>A deadline passed.</summary>
    Timeout,

    /// <summary>The server stops.</summary>
    Shutdown,

    /// <summary>Another session took this one's resource (RFC 6120 §4.9.3.3 conflict) or resumed it (XEP-0198).</summary>
    Replaced,

    /// <summary>The administrator ended it, or the account is gone.</summary>
    Kicked,

    /// <summary>A turn threw: a bug of ours, logged once.</summary>
    InternalError,
}
