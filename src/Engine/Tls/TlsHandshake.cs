using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>
/// One handshake of one connection. Owned by the connection; runs on the pool, and in the handshake gate whenever it computes.
/// </summary>
internal sealed class TlsHandshake(Connection connection, Transport plain, TlsServerContext tls, TlsStart start, Network network)
    : IThreadPoolWorkItem
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Cancelled = 2;

    // The pair: Execute (the gate's thread) and TryCancelWaiting (the own turn) both exchange it from Waiting.
    private int _state;

    /// <summary>The secured transport, once the connection was told of the end; null when it failed.</summary>
    public Transport? Secured { get; private set; }

    /// <summary>Why it failed, for the log.</summary>
    public string? Failure { get; private set; }

    /// <summary>True: it has not started and never will; the connection hears nothing of it. Own turn.</summary>
    public bool TryCancelWaiting() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;

    public void Execute()
    {
        if (Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting)
            _ = RunAsync();
        else
            network.Handshakes.Leave();
    }

    // Never faults: the top of a background work. Whatever happens, it is in the gate at the end.
    private async Task RunAsync()
    {
        try
        {
            var stream = new TransportStream(plain, network.Handshakes);
            Secured = await tls.HandshakeAsync(stream, start, network.Buffers).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Failure = (e.InnerException ?? e).Message;
        }

        network.Handshakes.Leave();
        connection.OnHandshakeEnded();
    }
}
