using Meerkat.Engine.Net;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Streams;

/// <summary>Gives the connections of one client listener their streams. Any thread.</summary>
public sealed class ClientAcceptor(ClientStreams streams, CurrentTls? directTls) : IConnectionAcceptor
{
    /// <summary>XEP-0368: the context, at this moment, of listeners on which TLS comes first; null where it comes by
    /// STARTTLS.</summary>
    public TlsServerContext? DirectTls => directTls?.Context;

    /// <summary>The authentication methods of this listener.</summary>
    public AuthenticationMethods Methods { get; init; } = AuthenticationMethods.Internal;

    /// <summary>The name of what limits how fast clients may send before they have logged in.</summary>
    public string Shaper { get; init; } = ShaperRate.None;

    public IConnectionOwner Accept(Connection connection)
    {
        connection.Shaper = streams.Access.NewShaper(Shaper);
        return new XmppStream(
            streams, connection, directTls is null ? StreamState.AwaitingHeader : StreamState.TlsHandshake, Methods);
    }
}
