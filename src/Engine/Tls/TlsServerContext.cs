namespace Meerkat.Engine.Tls;

/// <summary>The server's side of TLS for one listener: certificates and versions. Immutable; shared by connections.</summary>
public sealed class TlsServerContext
{
}
