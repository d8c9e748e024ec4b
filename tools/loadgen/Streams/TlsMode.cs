namespace Meerkat.LoadGen.Streams;

/// <summary>Whether clients use TLS: not at all, by STARTTLS (RFC 6120 §5), or from the first byte (XEP-0368).</summary>
internal enum TlsMode : byte
{
    None,
    StartTls,
    Direct,
}
