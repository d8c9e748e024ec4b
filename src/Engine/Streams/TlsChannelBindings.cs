using System.Security.Authentication;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Streams;

/// <summary>The channel bindings that a TLS session has, as SASL asks for them. Pure.</summary>
internal static class TlsChannelBindings
{
    // The one that binds closest comes first (RFC 9266 §3 prefers the exporter).
    private static readonly ChannelBindingType[] _preference =
        [ChannelBindingType.Exporter, ChannelBindingType.Unique, ChannelBindingType.ServerEndPoint];

    public static ChannelBindings Of(TlsSession tls)
    {
        var found = new List<ChannelBindingData>(_preference.Length);
        foreach (var type in _preference)
        {
            if (!tls.TryGetChannelBinding(type, out var data)) continue;

            found.Add(new ChannelBindingData(type, data) { IsAdvertised = IsDefined(type, tls) });
        }

        return new ChannelBindings([.. found]);
    }

    // COMPAT(slixmpp 1.8): RFC 9266 §1 leaves tls-unique undefined under TLS 1.3, yet clients built on OpenSSL use it for
    // every -PLUS mechanism. The client's Finished message is bound to both ends there as well, so who uses it may.
    private static bool IsDefined(ChannelBindingType type, TlsSession tls) =>
        type != ChannelBindingType.Unique || tls.Protocol != SslProtocols.Tls13;
}
