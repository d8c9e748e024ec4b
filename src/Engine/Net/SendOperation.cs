using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <summary>A send that waits for the kernel's buffer. Rented by a transport for one send, then given back.</summary>
public sealed class SendOperation : SocketAsyncEventArgs
{
    // No execution context: nothing here flows from the caller to the completion.
    public SendOperation()
        : base(true)
    {
    }

    internal SocketTransport? Transport { get; set; }

    protected override void OnCompleted(SocketAsyncEventArgs e) => Transport!.OnSent(this);
}
