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
            if (tls.TryGetChannelBinding(type, out var data)) found.Add(new ChannelBindingData(type, data));
        }

        return new ChannelBindings([.. found]);
    }
}
