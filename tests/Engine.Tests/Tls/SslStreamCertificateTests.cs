using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

public sealed class SslStreamCertificateTests() : TlsCertificateContract(TlsLibrary.SslStream);
