using System.Buffers.Binary;
using System.Security.Authentication;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// The server's side of one handshake. Waits without holding a buffer, and holds no more than the bytes that came until they
/// are a whole record: OpenSSL's object takes some 50 KiB then. Each step runs on the pool, never on the completion thread
/// that brought its bytes (see <see cref="TransportStream"/>).
/// </summary>
internal static class OpenSslHandshake
{
    // A ClientHello has 250 to 1,800 bytes, the second flight of a client some 100: one receive each.
    private const int ReceiveBytes = 2048;

    // Certificate and chain in most cases; what does not fit is sent in pieces.
    private const int SendBytes = 8192;

    private const byte HandshakeRecord = 22;
    private const int RecordHeaderBytes = 5;
    private const int MaxRecordBytes = 16 * 1024;

    /// <exception cref="AuthenticationException">The peer has broken the protocol, or we could not agree.</exception>
    /// <exception cref="IOException">The transport failed or ended.</exception>
    public static async Task<Transport> RunAsync(TransportStream stream, HandshakeTerms terms, BufferPool buffers)
    {
        SslEngine? ssl = null;
        CipherBuffer input = default;
        CipherBuffer output = default;
        try
        {
            var status = SslStatus.NeedsInput;
            while (status != SslStatus.Done)
            {
                if (status == SslStatus.NeedsInput)
                {
                    if (input.IsEmpty)
                    {
                        input.Return(buffers);
                        await stream.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
                    }

                    input.Reserve(buffers, ReceiveBytes);
                    int count = await stream.ReadAsync(input.Free).ConfigureAwait(false);
                    if (count == 0) throw new IOException("The peer ended the connection during the handshake.");
                    input.Commit(count);
                    if (ssl is null && !HasRecord(input.Unread.Span)) continue;
                }

                ssl ??= new SslEngine(terms.Default);
                output.Reserve(buffers, SendBytes);
                status = Step(ssl, terms, ref input, ref output);
                // An alert, too, where it failed.
                if (!output.IsEmpty) await stream.WriteAsync(output.Unread).ConfigureAwait(false);
                output.Return(buffers);
                if (status is SslStatus.Failed or SslStatus.Closed) throw new AuthenticationException(FailureOf(ssl));
            }

            // What came behind the client's last message is the first of the stream.
            return new OpenSslTransport(stream.Transport, ssl!, terms, buffers, input);
        }
        catch
        {
            input.Return(buffers);
            output.Return(buffers);
            ssl?.Dispose();
            throw;
        }
    }

    // RFC 8446 §5.1: type, version, length. What is no handshake record is OpenSSL's to refuse, at once.
    private static bool HasRecord(ReadOnlySpan<byte> input)
    {
        if (input[0] != HandshakeRecord) return true;
        if (input.Length < RecordHeaderBytes) return false;

        int length = BinaryPrimitives.ReadUInt16BigEndian(input[3..]);
        return input.Length - RecordHeaderBytes >= Math.Min(length, MaxRecordBytes);
    }

    private static string FailureOf(SslEngine ssl) =>
        VerifyResult.ReasonOf(ssl.Handle) is { } reason ? $"the client's certificate is refused: {reason}" : ssl.Failure;

    private static SslStatus Step(SslEngine ssl, HandshakeTerms terms, ref CipherBuffer input, ref CipherBuffer output)
    {
        SslResult result = ssl.Handshake(input.Unread.Span, output.Free.Span, terms);
        input.Skip(result.Taken);
        output.Commit(result.Put);
        return result.Status;
    }
}
