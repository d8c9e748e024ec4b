using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

public sealed class SslStreamHandshakeTests() : TlsHandshakeContract(TlsLibrary.SslStream);
