using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

public sealed class SslStreamRecordTests() : TlsRecordContract(TlsLibrary.SslStream);
