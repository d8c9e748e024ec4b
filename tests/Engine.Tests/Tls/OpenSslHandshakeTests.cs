using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

public sealed class OpenSslHandshakeTests() : TlsHandshakeContract(TlsLibrary.OpenSsl);
