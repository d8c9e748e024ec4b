using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class SslStreamVerdictTests() : PeerVerdictContract(TlsLibrary.SslStream)
{
    [Fact]
    public void What_SslStream_cannot_do_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => Context(Options with { Ciphers = "ECDHE+AESGCM" }));
        Assert.Throws<NotSupportedException>(() => Context(Options with { Trust = Authority.TrustWithRevocationList }));
    }
}
