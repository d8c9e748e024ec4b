using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Sasl;

/// <summary>The registered names of channel-binding types, as SCRAM and XEP-0440 write them. Any thread.</summary>
internal static class ChannelBindingNames
{
    public static ReadOnlySpan<byte> ToName(this ChannelBindingType type) => type switch
    {
        ChannelBindingType.Exporter => "tls-exporter"u8,
        ChannelBindingType.Unique => "tls-unique"u8,
        _ => "tls-server-end-point"u8,
    };

    /// <summary>False for a name not known here. Names are case-sensitive (RFC 5056 §7).</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out ChannelBindingType type)
    {
        for (type = ChannelBindingType.ServerEndPoint; type <= ChannelBindingType.Exporter; type++)
        {
            if (name.SequenceEqual(type.ToName()))
                return true;
        }

        return false;
    }
}
