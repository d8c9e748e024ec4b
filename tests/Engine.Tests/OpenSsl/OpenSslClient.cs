using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.OpenSsl;

namespace Meerkat.Engine.Tests.OpenSsl;

/// <summary>
/// The client's side of TLS, bytes in and bytes out: what SslStream cannot be made to do, and every record in the test's
/// hands. It trusts any certificate.
/// </summary>
public sealed partial class OpenSslClient : IDisposable
{
    private const int SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
    private const int SSL_KEY_UPDATE_NOT_REQUESTED = 0;
    private const int SSL_KEY_UPDATE_REQUESTED = 1;
    private const ulong SSL_OP_NO_EXTENDED_MASTER_SECRET = 1;

    private readonly byte[] _text = new byte[16384];
    private readonly SslContextHandle _context;
    private readonly SslHandle _ssl;
    private readonly nint _received;
    private readonly nint _toSend;

    public OpenSslClient(SslProtocols protocol, OpenSslClient? resumed = null, bool hasExtendedMasterSecret = true, X509Certificate2? certificate = null)
    {
        int version = protocol == SslProtocols.Tls13 ? LibSsl.TLS1_3_VERSION : LibSsl.TLS1_2_VERSION;
        _context = LibSsl.SSL_CTX_new(TLS_client_method());
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, new CLong(version), 0);
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_MAX_PROTO_VERSION, new CLong(version), 0);
        if (!hasExtendedMasterSecret) LibSsl.SSL_CTX_set_options(_context, SSL_OP_NO_EXTENDED_MASTER_SECRET);
        if (certificate is not null) Use(certificate);
        _ssl = LibSsl.SSL_new(_context);
        _received = BIO_new(BIO_s_mem());
        _toSend = BIO_new(BIO_s_mem());
        LibSsl.SSL_set_bio(_ssl, _received, _toSend);
        SSL_set_connect_state(_ssl);
        SSL_ctrl(_ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, new CLong(0), "localhost");
        if (resumed is not null) Resume(resumed);
    }

    public bool IsResumed => LibSsl.SSL_session_reused(_ssl) != 0;

    /// <summary>What was decrypted; <see cref="Receive"/> adds to it.</summary>
    public List<byte> Text { get; } = [];

    public bool HasHeardCloseNotify { get; private set; }

    /// <summary>OpenSSL's word for the alert or fault that ended the connection.</summary>
    public string? Failure { get; private set; }

    /// <summary>Takes bytes of the server, goes on with the handshake, and returns what is to be sent.</summary>
    public byte[] Handshake(ReadOnlySpan<byte> received, out bool isDone)
    {
        Feed(received);
        OpenSslErrors.Clear();
        int code = LibSsl.SSL_do_handshake(_ssl);
        isDone = code == 1;
        if (!isDone && LibSsl.SSL_get_error(_ssl, code) != LibSsl.SSL_ERROR_WANT_READ) Failure = OpenSslErrors.Take();
        return TakeToSend();
    }

    /// <summary>Takes bytes of the server and decrypts them; returns what OpenSSL answers by itself.</summary>
    public byte[] Receive(ReadOnlySpan<byte> received)
    {
        Feed(received);
        while (true)
        {
            OpenSslErrors.Clear();
            int count = SSL_read(_ssl, _text, _text.Length);
            if (count > 0)
            {
                Text.AddRange(_text.AsSpan(0, count));
                continue;
            }

            switch (LibSsl.SSL_get_error(_ssl, count))
            {
                case LibSsl.SSL_ERROR_WANT_READ:
                    break;
                case LibSsl.SSL_ERROR_ZERO_RETURN:
                    HasHeardCloseNotify = true;
                    break;
                default:
                    Failure = OpenSslErrors.Take();
                    break;
            }

            return TakeToSend();
        }
    }

    public byte[] Write(ReadOnlySpan<byte> text)
    {
        if (SSL_write(_ssl, text.ToArray(), text.Length) != text.Length) throw new InvalidOperationException(OpenSslErrors.Take());
        return TakeToSend();
    }

    public byte[] CloseNotify()
    {
        LibSsl.SSL_shutdown(_ssl);
        return TakeToSend();
    }

    /// <summary>RFC 8446 §4.6.3</summary>
    public byte[] KeyUpdate(bool asksForAnswer)
    {
        SSL_key_update(_ssl, asksForAnswer ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED);
        LibSsl.SSL_do_handshake(_ssl);
        return TakeToSend();
    }

    /// <summary>A ClientHello within a TLS 1.2 connection.</summary>
    public byte[] Renegotiation()
    {
        SSL_renegotiate(_ssl);
        LibSsl.SSL_do_handshake(_ssl);
        return TakeToSend();
    }

    public byte[] Finished() => FinishedBy(LibSsl.SSL_get_finished);

    public byte[] PeerFinished() => FinishedBy(LibSsl.SSL_get_peer_finished);

    public byte[] Exported()
    {
        byte[] label = "EXPORTER-Channel-Binding"u8.ToArray();
        byte[] data = new byte[32];
        Xunit.Assert.Equal(1, SSL_export_keying_material(_ssl, data, 32, label, (nuint)label.Length, [0], 0, 1));
        return data;
    }

    public void Dispose()
    {
        _ssl.Dispose();
        _context.Dispose();
    }

    private delegate nuint FinishedReader(SafeHandle ssl, Span<byte> into, nuint count);

    private byte[] FinishedBy(FinishedReader read)
    {
        byte[] finished = new byte[64];
        return finished[..(int)read(_ssl, finished, 64)];
    }

    private void Use(X509Certificate2 certificate)
    {
        using X509Handle leaf = OpenSslContext.Read(certificate);
        using PrivateKeyHandle key = OpenSslContext.ReadKey(certificate);
        Xunit.Assert.Equal(1, LibSsl.SSL_CTX_use_certificate(_context, leaf));
        Xunit.Assert.Equal(1, LibSsl.SSL_CTX_use_PrivateKey(_context, key));
    }

    private void Resume(OpenSslClient earlier)
    {
        nint session = SSL_get1_session(earlier._ssl);
        SSL_set_session(_ssl, session);
        SSL_SESSION_free(session);
    }

    private void Feed(ReadOnlySpan<byte> received)
    {
        if (!received.IsEmpty) BIO_write(_received, received.ToArray(), received.Length);
    }

    private byte[] TakeToSend()
    {
        byte[] bytes = new byte[BIO_ctrl_pending(_toSend)];
        if (bytes.Length > 0) BIO_read(_toSend, bytes, bytes.Length);
        return bytes;
    }

    [LibraryImport(LibSsl.Library)]
    private static partial nint TLS_client_method();

    [LibraryImport(LibSsl.Library)]
    private static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(LibSsl.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial CLong SSL_ctrl(SslHandle ssl, int command, CLong number, string text);

    [LibraryImport(LibSsl.Library)]
    private static partial int SSL_read(SslHandle ssl, byte[] into, int count);

    [LibraryImport(LibSsl.Library)]
    private static partial int SSL_write(SslHandle ssl, byte[] from, int count);

    [LibraryImport(LibSsl.Library)]
    private static partial int SSL_key_update(SslHandle ssl, int type);

    [LibraryImport(LibSsl.Library)]
    private static partial int SSL_renegotiate(SslHandle ssl);

    [LibraryImport(LibSsl.Library)]
    private static partial nint SSL_get1_session(SslHandle ssl);

    [LibraryImport(LibSsl.Library)]
    private static partial int SSL_set_session(SslHandle ssl, nint session);

    [LibraryImport(LibSsl.Library)]
    private static partial void SSL_SESSION_free(nint session);

    [LibraryImport(LibSsl.Library)]
    private static partial int SSL_export_keying_material(
        SslHandle ssl, byte[] into, nuint length, byte[] label, nuint labelLength, byte[] context, nuint contextLength, int usesContext);

    [LibraryImport(LibCrypto.Library)]
    private static partial nint BIO_s_mem();

    [LibraryImport(LibCrypto.Library)]
    private static partial nint BIO_new(nint method);

    [LibraryImport(LibCrypto.Library)]
    private static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(LibCrypto.Library)]
    private static partial int BIO_write(nint bio, byte[] from, int count);

    [LibraryImport(LibCrypto.Library)]
    private static partial int BIO_read(nint bio, byte[] into, int count);
}
