using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

public sealed class SslStreamCloseTests() : TlsCloseContract(TlsLibrary.SslStream);
