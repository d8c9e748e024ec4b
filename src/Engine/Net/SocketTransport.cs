using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <summary>
/// Plain TCP. Waits for readability with a zero-byte receive, so an idle connection holds no buffer; receives and
/// sends at once on the non-blocking socket and only waits for the rest of a send that the kernel would not take.
/// </summary>
public sealed class SocketTransport : Transport
{
    private readonly Socket _socket;
    private readonly SendOperationPool _sendOperations;
    private readonly ReadableOperation _readable;

    public SocketTransport(Socket socket, SendOperationPool sendOperations)
    {
        _socket = socket;
        _socket.Blocking = false;
        _sendOperations = sendOperations;
        _readable = new ReadableOperation(this);
    }

    public override TransportResult WaitReadable()
    {
        try
        {
            return _socket.ReceiveAsync(_readable) ? TransportResult.Pending : ResultOf(_readable);
        }
        catch (ObjectDisposedException)
        {
            return TransportResult.Failed(SocketError.OperationAborted);
        }
    }

    public override TransportResult Receive(Memory<byte> into)
    {
        try
        {
            int count = _socket.Receive(into.Span, SocketFlags.None, out SocketError error);
            return error switch
            {
                SocketError.Success => TransportResult.Done(count),
                SocketError.WouldBlock => TransportResult.WouldBlock,
                _ => TransportResult.Failed(error),
            };
        }
        catch (ObjectDisposedException)
        {
            return TransportResult.Failed(SocketError.OperationAborted);
        }
    }

    public override TransportResult Send(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            int count = _socket.Send(bytes.Span, SocketFlags.None, out SocketError error);
            return error switch
            {
                SocketError.Success => TransportResult.Done(count),
                SocketError.WouldBlock => SendLater(bytes),
                _ => TransportResult.Failed(error),
            };
        }
        catch (ObjectDisposedException)
        {
            return TransportResult.Failed(SocketError.OperationAborted);
        }
    }

    public override void CloseSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster: the receive side reports it.
        }
    }

    internal void OnReadable() => Sink.OnReceiveCompleted(ResultOf(_readable));

    internal void OnSent(SendOperation operation)
    {
        TransportResult result = ResultOf(operation);
        _sendOperations.Return(operation);
        Sink.OnSendCompleted(result);
    }

    // Does not dispose _readable: its completion, which the disposed socket brings about, still reads it. It has no
    // finalizer work to do afterwards.
    protected override void Dispose(bool disposing) => _socket.Dispose();

    private TransportResult SendLater(ReadOnlyMemory<byte> bytes)
    {
        SendOperation operation = _sendOperations.Rent(this, bytes);
        bool isPending;
        try
        {
            isPending = _socket.SendAsync(operation);
        }
        catch (ObjectDisposedException)
        {
            _sendOperations.Return(operation);
            throw;
        }

        if (isPending)
            return TransportResult.Pending;

        TransportResult result = ResultOf(operation);
        _sendOperations.Return(operation);
        return result;
    }

    private static TransportResult ResultOf(SocketAsyncEventArgs operation) =>
        operation.SocketError == SocketError.Success
            ? TransportResult.Done(operation.BytesTransferred)
            : TransportResult.Failed(operation.SocketError);

    // true: no execution context flows from the caller to the completion.
    private sealed class ReadableOperation(SocketTransport transport) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => transport.OnReadable();
    }
}
