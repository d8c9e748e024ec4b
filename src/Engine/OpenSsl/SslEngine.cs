using System.Runtime.InteropServices;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// The server's side of one TLS connection: bytes in, bytes out, no socket. Holds no buffer between two calls but a record
/// that has come in part. Owned by its transport; one call at a time, on any thread.
/// </summary>
internal sealed unsafe class SslEngine : IDisposable
{
    // After the handshake a client has no reason for more than a KeyUpdate now and then: libraries send one after 2^24 records
    // (RFC 8446 §5.5). OpenSSL counts five steps for one with its answer, so this is 25 of them, or 128 alerts.
    private const int StepsAfterHandshake = 128;

    private readonly SslHandle _ssl;
    private readonly nint _bio;
    private int _stepsLeft = StepsAfterHandshake;

    public SslEngine(OpenSslContext context)
    {
        _ssl = LibSsl.SSL_new(context.Handle);
        OpenSslErrors.ThrowIf(_ssl.IsInvalid, "No TLS connection can be made");
        _bio = RecordBio.New();
        // Both directions; the SSL frees it.
        LibSsl.SSL_set_bio(_ssl, _bio, _bio);
        LibSsl.SSL_set_accept_state(_ssl);
    }

    /// <summary>Why a call failed, in OpenSSL's words; for the log.</summary>
    public string Failure { get; private set; } = "";

    public bool IsDisposed => _ssl.IsClosed;

    /// <summary>Plain text is there that was decrypted and not read.</summary>
    public bool HasText => LibSsl.SSL_pending(_ssl) > 0;

    /// <summary>When all input was taken and <see cref="HasText"/> is false: the input ended within a record.</summary>
    public bool HasPartOfRecord => LibSsl.SSL_has_pending(_ssl) != 0;

    internal SslHandle Handle => _ssl;

    /// <summary>A step of the handshake. It computes up to a millisecond: not on a thread that others wait for.</summary>
    public SslResult Handshake(ReadOnlySpan<byte> input, Span<byte> output, HandshakeTerms terms)
    {
        using var handle = new GCHandle<HandshakeTerms>(terms);
        fixed (byte* inputBytes = input, outputBytes = output)
        {
            BioFrame frame = FrameOf(inputBytes, input.Length, outputBytes, output.Length);
            frame.Terms = GCHandle<HandshakeTerms>.ToIntPtr(handle);
            // A handshake is bounded by its messages' order and by its deadline.
            frame.StepsLeft = int.MaxValue;
            Begin(&frame);
            int code = LibSsl.SSL_do_handshake(_ssl);
            return End(&frame, code, 0);
        }
    }

    /// <summary>Decrypts as much of one record as <paramref name="text"/> has room for; not empty.</summary>
    public SslResult Read(ReadOnlySpan<byte> input, Span<byte> text, Span<byte> output)
    {
        fixed (byte* inputBytes = input, textBytes = text, outputBytes = output)
        {
            BioFrame frame = FrameOf(inputBytes, input.Length, outputBytes, output.Length);
            nuint count = 0;
            Begin(&frame);
            int code = LibSsl.SSL_read_ex(_ssl, textBytes, (nuint)text.Length, &count);
            return End(&frame, code, (int)count);
        }
    }

    /// <summary>
    /// Encrypts all of <paramref name="text"/>, in records as large as may be; not empty. After
    /// <see cref="SslStatus.NeedsOutput"/> the same text must be given again.
    /// </summary>
    public SslResult Write(ReadOnlySpan<byte> text, Span<byte> output)
    {
        fixed (byte* textBytes = text, outputBytes = output)
        {
            BioFrame frame = FrameOf(null, 0, outputBytes, output.Length);
            nuint count = 0;
            Begin(&frame);
            int code = LibSsl.SSL_write_ex(_ssl, textBytes, (nuint)text.Length, &count);
            return End(&frame, code, (int)count);
        }
    }

    /// <summary>Says close_notify; nothing can be written afterwards.</summary>
    public SslResult Shutdown(Span<byte> output)
    {
        fixed (byte* outputBytes = output)
        {
            BioFrame frame = FrameOf(null, 0, outputBytes, output.Length);
            Begin(&frame);
            int code = LibSsl.SSL_shutdown(_ssl);
            // 0: ours is said, the peer's was not heard. That is all we want.
            return End(&frame, code == 0 ? 1 : code, 0);
        }
    }

    public void Dispose() => _ssl.Dispose();

    private BioFrame FrameOf(byte* input, int inputLength, byte* output, int outputLength) => new()
    {
        Input = input,
        InputLength = inputLength,
        Output = output,
        OutputCapacity = outputLength,
        StepsLeft = _stepsLeft,
    };

    private void Begin(BioFrame* frame)
    {
        OpenSslErrors.Clear();
        LibCrypto.BIO_set_data(_bio, frame);
    }

    private SslResult End(BioFrame* frame, int code, int count)
    {
        LibCrypto.BIO_set_data(_bio, null);
        SslStatus status = code > 0 ? SslStatus.Done : StatusOf(code);
        if (frame->Terms == 0) _stepsLeft = frame->StepsLeft;
        if (_stepsLeft < 0)
        {
            status = SslStatus.Failed;
            Failure = "too many handshake messages or alerts";
        }

        return new SslResult(status, count, frame->InputTaken, frame->OutputLength);
    }

    private SslStatus StatusOf(int code)
    {
        switch (LibSsl.SSL_get_error(_ssl, code))
        {
            case LibSsl.SSL_ERROR_WANT_READ:
                return SslStatus.NeedsInput;
            case LibSsl.SSL_ERROR_WANT_WRITE:
                return SslStatus.NeedsOutput;
            case LibSsl.SSL_ERROR_ZERO_RETURN:
                return SslStatus.Closed;
            default:
                // The first failure is the cause; later calls only find that there was one.
                if (Failure.Length == 0) Failure = OpenSslErrors.Take();
                return SslStatus.Failed;
        }
    }
}
