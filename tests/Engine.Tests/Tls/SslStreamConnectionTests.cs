using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

public sealed class SslStreamConnectionTests() : TlsConnectionContract(TlsLibrary.SslStream);
