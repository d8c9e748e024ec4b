namespace Meerkat.Engine.Tls;

/// <summary>The channel bindings SCRAM knows by name.</summary>
public enum ChannelBindingType : byte
{
    /// <summary>RFC 5929 §4, "tls-server-end-point": the hash of the server's certificate.</summary>
    ServerEndPoint,

    /// <summary>RFC 5929 §3, "tls-unique": the first Finished message. Defined for TLS 1.2 and older.</summary>
    Unique,

    /// <summary>RFC 9266, "tls-exporter": needs the exporter of the TLS library.</summary>
    Exporter,
}
