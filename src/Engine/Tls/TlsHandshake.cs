using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>
/// One handshake of one connection, and owned by it. What computes for long does so on the pool, in the handshake gate.
/// </summary>
internal abstract class TlsHandshake(Connection connection)
{
    /// <summary>The secured transport, once the connection was told of the end; null when it failed.</summary>
    public Transport? Secured { get; private set; }

    /// <summary>Why it failed, for the log.</summary>
    public string? Failure { get; private set; }

    /// <summary>Begins; the connection may be told of the end before this returns. Own turn, once.</summary>
    public abstract void Begin();

    /// <summary>
    /// True: it waits in the gate and will never go on; the connection hears nothing more of it. False: it ends by itself when
    /// its transport is disposed. Own turn.
    /// </summary>
    public abstract bool TryCancelWaiting();

    /// <summary>The last thing a handshake does, outside the gate: the connection's turn may run within.</summary>
    protected void Succeed(Transport secured)
    {
        Secured = secured;
        connection.OnHandshakeEnded();
    }

    /// <summary>As <see cref="Succeed"/>.</summary>
    protected void Fail(string failure)
    {
        Failure = failure;
        connection.OnHandshakeEnded();
    }
}
