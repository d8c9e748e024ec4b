using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>
/// What an SslStream's handshake agreed on. Read once: other threads may ask when the stream is disposed already. Only the
/// bindings need the stream, and so the turn of its connection.
/// </summary>
internal sealed class SslStreamSession(SslStream ssl, X509Certificate2 serverCertificate, PeerVerdict peerVerdict) : TlsSession
{
    public override SslProtocols Protocol { get; } = ssl.SslProtocol;

    public override TlsCipherSuite CipherSuite { get; } = ssl.NegotiatedCipherSuite;

    public override string? ApplicationProtocol { get; } =
        ssl.NegotiatedApplicationProtocol.Protocol.IsEmpty ? null : ssl.NegotiatedApplicationProtocol.ToString();

    public override string? ServerName { get; } = ssl.TargetHostName.Length == 0 ? null : ssl.TargetHostName;

    public override X509Certificate2? PeerCertificate { get; } = ssl.RemoteCertificate as X509Certificate2;

    public override PeerVerdict PeerVerdict => peerVerdict;

    public override bool TryGetChannelBinding(ChannelBindingType type, [NotNullWhen(true)] out byte[]? data)
    {
        data = type switch
        {
            ChannelBindingType.ServerEndPoint => ServerEndPoint(),
            ChannelBindingType.Unique => Protocol == SslProtocols.Tls13 ? FinishedMessage.Of(ssl) : Unique(),
            _ => null, // tls-exporter: SslStream does not give its keying material away
        };
        return data is not null;
    }

    private byte[]? ServerEndPoint() => TlsServerEndPoint.TryCompute(serverCertificate, out byte[] data) ? data : null;

    private byte[]? Unique()
    {
        using ChannelBinding? binding = ssl.TransportContext.GetChannelBinding(ChannelBindingKind.Unique);
        return binding is null ? null : DataOf(binding, "tls-unique:"u8);
    }

    /// <summary>The data behind the prefix in the runtime's structure, which begins with lengths and offsets.</summary>
    private static byte[]? DataOf(ChannelBinding binding, ReadOnlySpan<byte> prefix)
    {
        byte[] structure = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), structure, 0, structure.Length);
        int at = structure.AsSpan().IndexOf(prefix);
        return at < 0 ? null : structure[(at + prefix.Length)..];
    }
}
