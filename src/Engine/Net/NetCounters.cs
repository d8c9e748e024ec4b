namespace Meerkat.Engine.Net;

/// <summary>What the network layer counts, for the metrics to read. Any thread.</summary>
public sealed class NetCounters
{
    public StripedCounter BytesReceived { get; } = new();

    public StripedCounter BytesSent { get; } = new();

    /// <summary>Connections that began.</summary>
    public StripedCounter Opened { get; } = new();

    /// <summary>Connections that ended.</summary>
    public StripedCounter Closed { get; } = new();

    /// <summary>Accepted sockets that admission turned away.</summary>
    public StripedCounter Refused { get; } = new();

    public StripedCounter HandshakesDone { get; } = new();

    public StripedCounter HandshakesFailed { get; } = new();

    /// <summary>Pauses because a shaper had it so.</summary>
    public StripedCounter Throttled { get; } = new();

    /// <summary>Connections closed because their peer read too slowly.</summary>
    public StripedCounter OutboxesFull { get; } = new();
}
