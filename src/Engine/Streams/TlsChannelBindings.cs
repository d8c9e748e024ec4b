using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Streams;

/// <summary>The channel bindings that a TLS session has, as SASL asks for them. Pure.</summary>
internal static class TlsChannelBindings
{
    public static ChannelBindings Of(TlsSession tls)
    {
        var found = new List<ChannelBindingData>(3);
        foreach (var type in Enum.GetValues<Sasl.ChannelBindingType>())
        {
            if (tls.TryGetChannelBinding(ToTls(type), out var data)) found.Add(new(type, data));
        }

        return new ChannelBindings([.. found]);
    }

    private static Tls.ChannelBindingType ToTls(Sasl.ChannelBindingType type) => type switch
    {
        Sasl.ChannelBindingType.TlsExporter => Tls.ChannelBindingType.Exporter,
        Sasl.ChannelBindingType.TlsUnique => Tls.ChannelBindingType.Unique,
        _ => Tls.ChannelBindingType.ServerEndPoint,
    };
}
