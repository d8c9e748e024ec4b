using System.Buffers.Binary;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// The server's side of one handshake. Waits without holding a buffer, and holds no more than the bytes that came until they
/// are a whole record: OpenSSL's object takes some 50 KiB then. Receives and sends on the completion threads, computes on the
/// pool, or where it is when nobody else does. One step at a time, each begun by the end of the one before.
/// </summary>
internal sealed class OpenSslHandshake(
    Connection connection, Transport plain, HandshakeTerms terms, Network network)
    : TlsHandshake(connection), ITransportSink, IThreadPoolWorkItem
{
    // A ClientHello has 250 to 1,800 bytes, the second flight of a client some 100: one receive each.
    private const int ReceiveBytes = 2048;

    // Certificate and chain in most cases; what does not fit takes a larger array.
    private const int SendBytes = 8192;

    // RFC 8446 §5.1: the first byte of a record, then version and length.
    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;
    private const byte ApplicationData = 23;
    private const int RecordHeaderBytes = 5;
    private const int ChangeCipherSpecBytes = RecordHeaderBytes + 1;
    private const int MaxRecordBytes = 16 * 1024;

    private GatePass _pass;
    private SslEngine? _ssl;
    private SslStatus _status;
    private string _fault = "";
    private CipherBuffer _input;
    private CipherBuffer _output;

    // What the receive side is about: a wait for readability, or bytes.
    private bool _isWaiting;
    private bool _hasStayed;

    public override void Begin()
    {
        plain.Attach(this);
        GoOnReceiving(Wait());
    }

    public override bool TryCancelWaiting()
    {
        if (!_pass.TryCancel()) return false;

        Release();
        return true;
    }

    void ITransportSink.OnReceiveCompleted(TransportResult result) => GoOnReceiving(result);

    void ITransportSink.OnSendCompleted(TransportResult result) => GoOnSending(result);

    // The gate's turn.
    void IThreadPoolWorkItem.Execute()
    {
        bool passes = _pass.TryPass();
        if (passes) Compute();
        network.Handshakes.Leave();
        if (passes) GoOnSending(TransportResult.Done(0));
    }

    private TransportResult Wait()
    {
        _isWaiting = true;
        if (_input.IsEmpty) _input.Return(network.Buffers);
        return plain.WaitReadable();
    }

    private TransportResult Receive()
    {
        _isWaiting = false;
        _input.Reserve(network.Buffers, ReceiveBytes);
        return plain.Receive(_input.Free);
    }

    private void GoOnReceiving(TransportResult result)
    {
        while (result.Status != TransportStatus.Pending)
        {
            if (result.Status == TransportStatus.Failed)
            {
                Abandon($"the transport failed: {result.Error}");
                return;
            }

            bool isReadable = _isWaiting && result.Status == TransportStatus.Done;
            if (!_isWaiting && result.Status == TransportStatus.Done && !IsToWait(result.Count)) return;

            result = isReadable ? Receive() : Wait();
        }
    }

    // False: something else follows than to receive more.
    private bool IsToWait(int received)
    {
        if (received == 0)
        {
            Abandon("the peer ended the connection during the handshake");
            return false;
        }

        _input.Commit(received);
        if (_ssl is null && !HasRecord(_input.Unread.Span)) return true;

        if (IsCheap(_input.Unread.Span))
        {
            _hasStayed = true;
            Compute();
            GoOnSending(TransportResult.Done(0));
        }
        else if (network.Handshakes.TryEnterHere(network.Newcomers.AreFew))
        {
            Compute();
            network.Handshakes.LeaveHere();
            GoOnSending(TransportResult.Done(0));
        }
        else
        {
            _pass.Wait();
            network.Handshakes.Enter(this, isBegun: _ssl is not null);
        }

        return false;
    }

    // What is no handshake record is OpenSSL's to refuse, at once.
    private static bool HasRecord(ReadOnlySpan<byte> input)
    {
        if (input[0] != Handshake) return true;
        if (input.Length < RecordHeaderBytes) return false;

        int length = BinaryPrimitives.ReadUInt16BigEndian(input[3..]);
        return input.Length - RecordHeaderBytes >= Math.Min(length, MaxRecordBytes);
    }

    // The encrypted flight that ends a handshake of TLS 1.3, unless it may bring a certificate: no public-key operation, but a
    // tenth of the work, for which the thread that received it need not be changed. Once: there is one such flight.
    private bool IsCheap(ReadOnlySpan<byte> input)
    {
        if (_ssl is null || _hasStayed || terms.AsksForCertificate) return false;
        if (input[0] == ChangeCipherSpec && input.Length > ChangeCipherSpecBytes) input = input[ChangeCipherSpecBytes..];
        return input[0] == ApplicationData;
    }

    // Takes all input, and leaves in the output what is to be sent: an alert, too, where it failed.
    private void Compute()
    {
        try
        {
            _ssl ??= new SslEngine(terms.Default);
            do
            {
                _output.Reserve(network.Buffers, SendBytes);
                SslResult step = _ssl.Handshake(_input.Unread.Span, _output.Free.Span, terms);
                _input.Skip(step.Taken);
                _output.Commit(step.Put);
                _status = step.Status;
            }
            while (_status == SslStatus.NeedsOutput);
        }
        catch (OpenSslException e)
        {
            (_status, _fault) = (SslStatus.Failed, e.Message);
        }
    }

    // A count is of bytes that were sent.
    private void GoOnSending(TransportResult result)
    {
        while (result.Status == TransportStatus.Done)
        {
            _output.Skip(result.Count);
            if (_output.IsEmpty)
            {
                _output.Return(network.Buffers);
                TakeStatus();
                return;
            }

            result = plain.Send(_output.Unread);
        }

        if (result.Status == TransportStatus.Failed)
            Abandon($"the transport failed: {result.Error}");
    }

    private void TakeStatus()
    {
        switch (_status)
        {
            case SslStatus.NeedsInput:
                GoOnReceiving(Wait());
                break;
            case SslStatus.Done:
                Succeed();
                break;
            default:
                Abandon(Reason());
                break;
        }
    }

    // What came behind the client's last message is the first of the stream.
    private void Succeed()
    {
        Transport secured;
        try
        {
            secured = new OpenSslTransport(plain, _ssl!, terms, network.Buffers, _input);
        }
        catch (Exception e)
        {
            // What the peer's certificate has in it is read here.
            Abandon(e.Message);
            return;
        }

        Succeed(secured);
    }

    private string Reason()
    {
        if (_ssl is null) return _fault;
        return VerifyResult.ReasonOf(_ssl.Handle) is { } reason ? $"the client's certificate is refused: {reason}" : _ssl.Failure;
    }

    private void Abandon(string failure)
    {
        Release();
        Fail(failure);
    }

    private void Release()
    {
        _input.Return(network.Buffers);
        _output.Return(network.Buffers);
        _ssl?.Dispose();
    }
}
