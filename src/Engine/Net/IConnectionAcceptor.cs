using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Net;

/// <summary>Gives accepted connections their owner; one per listener. Called on the accept loop: must be quick.</summary>
public interface IConnectionAcceptor
{
    /// <summary>Makes the owner of a connection that does not run yet; appends are already possible.</summary>
    IConnectionOwner Accept(Connection connection);

    /// <summary>The context of an immediate handshake (XEP-0368), the current one; null on a plain or STARTTLS endpoint.</summary>
    TlsServerContext? DirectTls => null;

    /// <summary>What the connections may hold; null: as the network's options have it.</summary>
    ConnectionLimits? Limits => null;
}
