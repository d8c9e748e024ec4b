using System.Security.Authentication;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Streams;

/// <summary>
/// The channel bindings that a TLS session has, as SASL asks for them. Their data, which costs as much as a record or more, is made
/// when a client has chosen one. Owned by the negotiator; own turn.
/// </summary>
internal sealed class TlsChannelBindings : IChannelBindings
{
    // The one that binds closest comes first (RFC 9266 §3 prefers the exporter).
    private static readonly ChannelBindingType[] _preference =
        [ChannelBindingType.Exporter, ChannelBindingType.Unique, ChannelBindingType.ServerEndPoint];

    private readonly TlsSession _tls;
    private readonly ChannelBindingType[] _types;

    public TlsChannelBindings(TlsSession tls)
    {
        _tls = tls;
        _types = Array.FindAll(_preference, type => IsDefined(type, tls) && tls.HasChannelBinding(type));
    }

    public ReadOnlySpan<ChannelBindingType> Types => _types;

    public bool TryGet(ChannelBindingType type, out ReadOnlyMemory<byte> data)
    {
        var isFound = _tls.TryGetChannelBinding(type, out var bytes);
        data = bytes;
        return isFound;
    }

    // COMPAT(slixmpp 1.8): RFC 9266 §1 leaves tls-unique undefined under TLS 1.3, yet clients built on OpenSSL use it for
    // every -PLUS mechanism. The client's Finished message is bound to both ends there as well, so who uses it may.
    private static bool IsDefined(ChannelBindingType type, TlsSession tls) =>
        type != ChannelBindingType.Unique || tls.Protocol != SslProtocols.Tls13;
}
