using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Options;

/// <summary>How the server uses the machine. The defaults suit a server of its own; change one at a time, and measure.
/// Immutable.</summary>
public sealed record TuningOptions
{
    /// <summary>Handles received bytes on the thread that polls the sockets instead of handing them to the thread pool.
    /// On by default: about 7–9 µs a message against 12 at a low load.</summary>
    public bool InlineCompletions { get; init; } = true;

    /// <summary>Threads that poll the sockets; 0: the runtime's choice, one per core with inline completions.</summary>
    public int EventLoopThreads { get; init; }

    /// <inheritdoc cref="NetOptions.ReceiveBufferBytes"/>
    public int ReceiveBufferBytes { get; init; } = new NetOptions().ReceiveBufferBytes;

    /// <inheritdoc cref="NetOptions.MaxTurnBytes"/>
    public int MaxTurnBytes { get; init; } = new NetOptions().MaxTurnBytes;

    /// <inheritdoc cref="NetOptions.MaxPooledBytes"/>
    public int MaxPooledBytes { get; init; } = (int)new NetOptions().MaxPooledBytes;

    /// <inheritdoc cref="ModuleLimits.FanOutPerTurn"/>
    public int FanOutPerTurn { get; init; } = new ModuleLimits().FanOutPerTurn;

    /// <inheritdoc cref="NetOptions.PresenceDelay"/>
    public TimeSpan PresenceDelay { get; init; } = new NetOptions().PresenceDelay;

    /// <summary>Which garbage collector. Workstation by default: server trades memory for throughput on many
    /// cores.</summary>
    public GarbageCollector GarbageCollector { get; init; } = GarbageCollector.Workstation;

    /// <summary>Collects the old generation beside the running server instead of pausing it.</summary>
    public bool ConcurrentCollections { get; init; } = true;

    /// <summary>How eagerly the garbage collector compacts to give memory back, 0 (not especially) to 9.</summary>
    public int ConserveMemory { get; init; }

    /// <summary>Bytes allocated between two collections of the youngest generation; 0: the runtime's choice, which
    /// depends on the processor's cache. More means fewer collections and a larger process.</summary>
    public int Gen0BudgetBytes { get; init; }
}

/// <summary>The runtime's two garbage collectors.</summary>
public enum GarbageCollector : byte
{
    Workstation,

    /// <summary>A heap and a collecting thread for each core.</summary>
    Server,
}
