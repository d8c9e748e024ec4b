using System.Net.Sockets;

namespace Meerkat.LoadGen.Net;

/// <summary>Bytes as they are, with one <see cref="SocketAsyncEventArgs"/> for each direction.</summary>
internal sealed class PlainTransport : Transport
{
    private readonly ClientConnection _connection;
    private readonly Socket _socket;
    // True: no execution context is captured and restored around each completion.
    private readonly SocketAsyncEventArgs _receive = new(true);
    private readonly SocketAsyncEventArgs _send = new(true);

    public PlainTransport(ClientConnection connection, Socket socket)
    {
        _connection = connection;
        _socket = socket;
        _receive.Completed += OnReceived;
        _send.Completed += OnSent;
    }

    public override IoResult Receive(byte[] buffer, int offset, int count)
    {
        try
        {
            _receive.SetBuffer(buffer, offset, count);
            return _socket.ReceiveAsync(_receive) ? IoResult.Pending : Result(_receive);
        }
        catch (ObjectDisposedException)
        {
            return IoResult.Failed(nameof(SocketError.OperationAborted));
        }
    }

    public override IoResult Send(ArraySegment<byte> bytes)
    {
        try
        {
            _send.SetBuffer(bytes.Array, bytes.Offset, bytes.Count);
            return _socket.SendAsync(_send) ? IoResult.Pending : Result(_send);
        }
        catch (ObjectDisposedException)
        {
            return IoResult.Failed(nameof(SocketError.OperationAborted));
        }
    }

    public override void Dispose()
    {
        _receive.Dispose();
        _send.Dispose();
    }

    private static IoResult Result(SocketAsyncEventArgs e) => e.SocketError == SocketError.Success
        ? IoResult.Done(e.BytesTransferred)
        : IoResult.Failed(e.SocketError.ToString());

    private void OnReceived(object? sender, SocketAsyncEventArgs e) => _connection.OnReceived(Result(e));

    private void OnSent(object? sender, SocketAsyncEventArgs e) => _connection.OnSent(Result(e));
}
