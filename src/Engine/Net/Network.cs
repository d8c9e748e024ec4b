using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Net;

/// <summary>
/// What all connections of a node share: pools, limits, clock, counters and the list of themselves. Made once by the
/// composition root; immutable; any thread.
/// </summary>
public sealed class Network
{
    private long _lastConnectionId;

    public Network(NetOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        options.Validate();
        Options = options;
        Clock = new Clock(time);
        Turns = new TurnPool(Clock, options.PresenceDelay);
        Limits = new ConnectionLimits(options.MaxReceiveBytes, options.MaxOutboxBytes);
        Buffers = new BufferPool(options.MaxPooledBytes);
        Handshakes = new HandshakeGate(options.MaxHandshakes, time);
        Admission = new Admission(WithinOpenFiles(options.Admission), Clock);
        Connections = new ConnectionRegistry(Clock, Turns);
        Logger = loggers.CreateLogger("Meerkat.Net");
        NetLog.MaxConnections(Logger, Admission.MaxConnections);
    }

    public NetOptions Options { get; }

    /// <summary>What a connection may hold unless its listener says otherwise.</summary>
    internal ConnectionLimits Limits { get; }

    public Clock Clock { get; }

    public TurnPool Turns { get; }

    public BufferPool Buffers { get; }

    public SendOperationPool SendOperations { get; } = new();

    public Admission Admission { get; }

    public HandshakeGate Handshakes { get; }

    public ConnectionRegistry Connections { get; }

    public Newcomers Newcomers { get; } = new();

    public ThrottledConnections Throttled { get; } = new();

    public NetCounters Counters { get; } = new();

    internal ILogger Logger { get; }

    internal long NextConnectionId() => Interlocked.Increment(ref _lastConnectionId);

    private static AdmissionOptions WithinOpenFiles(AdmissionOptions options)
    {
        int most = OpenFileLimit.ReadMaxConnections();
        return options.MaxConnections == 0 || options.MaxConnections > most
            ? options with { MaxConnections = most }
            : options;
    }
}
