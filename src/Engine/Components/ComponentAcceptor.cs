using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Components;

/// <summary>Gives the connections of one component listener their streams. Any thread.</summary>
public sealed class ComponentAcceptor(ComponentStreams streams, ComponentSettings settings, CurrentTls? directTls)
    : IConnectionAcceptor
{
    public TlsServerContext? DirectTls => directTls?.Context;

    public ConnectionLimits Limits => settings.Connection;

    public IConnectionOwner Accept(Connection connection)
    {
        connection.Shaper = streams.Access.NewShaper(settings.Shaper);
        return new ComponentStream(
            streams, settings, connection, directTls is null ? ComponentState.AwaitingHeader : ComponentState.TlsHandshake);
    }
}
