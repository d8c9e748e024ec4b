using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>A handshake by SslStream. It runs on the pool, in the gate whenever it computes.</summary>
internal sealed class SslStreamHandshake(
    Connection connection, Transport plain, SslStreamServerContext tls, TlsStart start, Network network)
    : TlsHandshake(connection), IThreadPoolWorkItem
{
    private GatePass _pass;

    public override void Begin()
    {
        _pass.Wait();
        network.Handshakes.Enter(this, isBegun: false);
    }

    public override bool TryCancelWaiting() => _pass.TryCancel();

    public void Execute()
    {
        if (_pass.TryPass())
            _ = RunAsync();
        else
            network.Handshakes.Leave();
    }

    // Never faults: the top of a background work. Whatever happens, it is in the gate at the end.
    private async Task RunAsync()
    {
        Transport? secured = null;
        string failure = "";
        try
        {
            var stream = new TransportStream(plain, network.Handshakes);
            secured = await SslStreamTransport.AuthenticateAsync(stream, tls, start).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = (e.InnerException ?? e).Message;
        }

        network.Handshakes.Leave();
        if (secured is not null)
            Succeed(secured);
        else
            Fail(failure);
    }
}
