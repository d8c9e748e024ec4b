namespace Meerkat.Engine.Sasl;

/// <summary>Channel-binding types of TLS that have a registered name.</summary>
internal enum ChannelBindingType : byte
{
    /// <summary>RFC 9266: keying material exported from the connection.</summary>
    TlsExporter,

    /// <summary>RFC 5929 §3: the first Finished message; TLS 1.2 and older only.</summary>
    TlsUnique,

    /// <summary>RFC 5929 §4: a hash of the server's certificate.</summary>
    TlsServerEndPoint,
}
