using System.Net.Sockets;
using System.Security.Authentication;
using Meerkat.Engine.Net;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Tests;
using Xunit;

namespace Meerkat.Engine.Tests.OpenSsl;

/// <summary>What only a peer that is slow at the right moment brings about.</summary>
[Collection(nameof(WholeProcess))]
public sealed class OpenSslTransportTests : IDisposable
{
    // RFC 8446 §5.1: the types of records.
    private const byte Alert = 21;
    private const byte ApplicationData = 23;

    private static readonly OpenSslContext _context = EnginePair.MakeContext();

    private readonly BufferPool _buffers = new(1024 * 1024);
    private readonly MemoryTransport _peer = new();
    private readonly RecordingSink _sink = new();
    private readonly EnginePair _pair = new EnginePair(_context, SslProtocols.Tls12).Connect();
    private readonly OpenSslTransport _transport;

    public OpenSslTransportTests()
    {
        _transport = new OpenSslTransport(_peer, _pair.Server, _pair.Terms, _buffers, default);
        _transport.Attach(_sink);
    }

    public void Dispose()
    {
        _transport.Dispose();
        _pair.Dispose();
        Assert.Equal(0, _buffers.RentedBytes);
    }

    [Fact]
    public void Send_joins_own_bytes_that_are_under_way()
    {
        ProvokeAlertWhileStalled();

        TransportResult result = _transport.Send("hello"u8.ToArray());
        bool wasTold = _sink.Sends.Count > 0;
        _peer.Unstall();

        Assert.Equal(TransportStatus.Pending, result.Status);
        Assert.False(wasTold);
        Assert.Equal([TransportResult.Done(5)], _sink.Sends);
        Assert.Equal([Alert, ApplicationData], TypesOf(_peer.TakeSent()));
    }

    [Fact]
    public void Own_bytes_alone_are_not_told()
    {
        ProvokeAlertWhileStalled();

        _peer.Unstall();

        Assert.Empty(_sink.Sends);
        Assert.Equal([Alert], TypesOf(_peer.TakeSent()));
    }

    [Fact]
    public void Own_bytes_wait_for_a_send_under_way()
    {
        _peer.Stall();
        TransportResult sent = _transport.Send("hello"u8.ToArray());
        _peer.Push(_pair.Client.Renegotiation());
        TransportResult received = _transport.Receive(new byte[100]);

        _peer.Unstall();

        Assert.Equal((TransportStatus.Pending, TransportStatus.WouldBlock), (sent.Status, received.Status));
        Assert.Equal([TransportResult.Done(5)], _sink.Sends);
        Assert.Equal([ApplicationData, Alert], TypesOf(_peer.TakeSent()));
    }

    [Fact]
    public void Failure_of_own_bytes_is_the_failure_of_the_send_that_joined_them()
    {
        ProvokeAlertWhileStalled();
        _transport.Send("hello"u8.ToArray());

        _peer.PushReset();

        TransportResult told = Assert.Single(_sink.Sends);
        Assert.Equal((TransportStatus.Failed, SocketError.ConnectionReset), (told.Status, told.Error));
        Assert.Equal(TransportStatus.Failed, _transport.Send("x"u8.ToArray()).Status);
    }

    [Fact]
    public void Failure_of_own_bytes_is_told_to_the_next_send()
    {
        ProvokeAlertWhileStalled();

        _peer.PushReset();

        Assert.Empty(_sink.Sends);
        Assert.Equal(SocketError.ConnectionReset, _transport.Send("x"u8.ToArray()).Error);
    }

    [Fact]
    public void Close_waits_for_own_bytes()
    {
        ProvokeAlertWhileStalled();

        _transport.CloseSend();
        bool wasClosed = _peer.IsSendClosed;
        _peer.Unstall();

        Assert.False(wasClosed);
        Assert.True(_peer.IsSendClosed);
        Assert.Equal([Alert, Alert], TypesOf(_peer.TakeSent()));
    }

    [Fact]
    public void Close_ends_the_direction_behind_close_notify()
    {
        _transport.CloseSend();
        _transport.CloseSend();
        _pair.Client.Receive(_peer.TakeSent());

        Assert.True(_pair.Client.HasHeardCloseNotify);
        Assert.True(_peer.IsSendClosed);
        Assert.Equal(TransportStatus.Failed, _transport.Send("x"u8.ToArray()).Status);
    }

    [Fact]
    public void Last_send_takes_close_notify_along()
    {
        TransportResult result = _transport.SendLast("bye"u8.ToArray());
        bool wasClosed = _peer.IsSendClosed;
        _transport.CloseSend();

        Assert.Equal(TransportResult.Done(3), result);
        Assert.False(wasClosed);
        Assert.True(_peer.IsSendClosed);
        Assert.Equal(1, _peer.SendCount);
        Assert.Equal([ApplicationData, Alert], TypesOf(_peer.TakeSent()));
    }

    [Fact]
    public void Text_too_large_for_one_send_is_not_the_last()
    {
        byte[] text = new byte[100_000];

        TransportResult first = _transport.SendLast(text);
        TransportResult second = _transport.Send(text.AsMemory(first.Count));

        Assert.InRange(first.Count, 1, text.Length - 1);
        Assert.Equal(TransportStatus.Done, second.Status);
    }

    [Fact]
    public void Text_larger_than_two_records_goes_out_in_several_sends()
    {
        byte[] text = new byte[100_000];
        var counts = new List<int>();

        for (int at = 0; at < text.Length; at += counts[^1])
            counts.Add(_transport.Send(text.AsMemory(at)).Count);
        _pair.Client.Receive(_peer.TakeSent());

        Assert.Equal([32704, 32704, 32704, 1888], counts);
        Assert.Equal(text.Length, _pair.Client.Text.Count);
    }

    [Fact]
    public void Partly_taken_send_goes_on_by_itself()
    {
        _peer.MaxSendCount = 7;

        TransportResult result = _transport.Send("hello"u8.ToArray());
        _pair.Client.Receive(_peer.TakeSent());

        Assert.Equal(TransportResult.Done(5), result);
        Assert.Equal("hello"u8, [.. _pair.Client.Text]);
    }

    [Fact]
    public void Text_that_does_not_fit_is_there_at_once_for_the_next_receive()
    {
        byte[] into = new byte[3];
        _peer.Push([.. _pair.Client.Write("hello"u8), .. _pair.Client.Write("!"u8)]);

        TransportResult first = _transport.Receive(into);
        TransportResult wait = _transport.WaitReadable();
        TransportResult second = _transport.Receive(into);
        TransportResult third = _transport.WaitReadable();

        Assert.Equal((TransportResult.Done(3), TransportResult.Done(0), TransportResult.Done(3)), (first, wait, second));
        Assert.Equal(TransportStatus.Pending, third.Status);
    }

    [Fact]
    public void Part_of_a_record_holds_no_buffer_of_ours()
    {
        _peer.Push(_pair.Client.Write("hello"u8).AsSpan(0, 10));

        TransportResult result = _transport.Receive(new byte[100]);

        Assert.Equal(TransportStatus.WouldBlock, result.Status);
        Assert.Equal(0, _buffers.RentedBytes);
    }

    [Fact]
    public void Text_before_a_damaged_record_is_received_first()
    {
        byte[] whole = _pair.Client.Write("hello"u8);
        byte[] damaged = _pair.Client.Write("world"u8);
        damaged[^1] ^= 1;
        _peer.Push([.. whole, .. damaged]);

        TransportResult text = _transport.Receive(new byte[100]);
        TransportResult wait = _transport.WaitReadable();
        TransportResult end = _transport.Receive(new byte[100]);

        Assert.Equal((TransportResult.Done(5), TransportResult.Done(0)), (text, wait));
        Assert.Equal(TransportResult.Failed(CloseReason.TlsFailed), end);
        Assert.Equal([Alert], TypesOf(_peer.TakeSent()));
        Assert.Equal(TransportStatus.Failed, _transport.Send("x"u8.ToArray()).Status);
    }

    [Fact]
    public void Disposed_during_a_send_the_buffer_goes_back_when_the_send_has_ended()
    {
        _peer.Stall();
        _transport.Send("hello"u8.ToArray());

        _transport.Dispose();

        Assert.Equal(TransportStatus.Failed, Assert.Single(_sink.Sends).Status);
        Assert.Equal(0, _buffers.RentedBytes);
        Assert.Equal(TransportStatus.Failed, _transport.Send("x"u8.ToArray()).Status);
        Assert.Equal(TransportStatus.Failed, _transport.Receive(new byte[10]).Status);
        _transport.CloseSend();
    }

    [Fact]
    public void Receive_and_send_allocate_nothing()
    {
#if DEBUG
        Assert.Skip("Allocations are counted in Release builds.");
#endif
        byte[] into = new byte[1024];
        byte[] text = new byte[200];
        byte[][] records = [.. Enumerable.Range(0, 2000).Select(_ => _pair.Client.Write(text))];

        using var noCollection = new NoCollection();
        long before = 0;
        for (int i = 0; i < records.Length; i++)
        {
            // The first ones fill the pool.
            if (i == records.Length / 2) before = GC.GetAllocatedBytesForCurrentThread();
            _peer.Push(records[i]);
            _transport.Receive(into);
            _transport.Send(text);
            _peer.DropSent();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A ClientHello within TLS 1.2 is answered with a warning, which is OpenSSL's own: the only bytes that a receive sends.
    private void ProvokeAlertWhileStalled()
    {
        _peer.Stall();
        _peer.Push(_pair.Client.Renegotiation());
        Assert.Equal(TransportStatus.WouldBlock, _transport.Receive(new byte[100]).Status);
    }

    private static List<byte> TypesOf(ReadOnlySpan<byte> records)
    {
        var types = new List<byte>();
        for (; !records.IsEmpty; records = records[(5 + ((records[3] << 8) | records[4]))..])
            types.Add(records[0]);
        return types;
    }

    private sealed class RecordingSink : ITransportSink
    {
        public List<TransportResult> Sends { get; } = [];

        public void OnReceiveCompleted(TransportResult result)
        {
        }

        public void OnSendCompleted(TransportResult result) =>
            Sends.Add(result.Status == TransportStatus.Failed ? result with { Count = 0 } : result);
    }
}
