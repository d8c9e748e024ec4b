using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>What a scenario does between the last login and the first logout. Belongs to the run's thread.</summary>
internal interface ILoad
{
    /// <summary>The time that counts; begins behind the warm-up.</summary>
    MeasureWindow Window { get; }

    LatencyHistogram Latency { get; }

    /// <summary>What has arrived so far, for the eye.</summary>
    long Arrived { get; }

    /// <summary>Whether there is anybody to do it.</summary>
    bool IsPossible { get; }

    /// <summary>Starts, counting from this moment; it ends by itself at the end of the window.</summary>
    void Start(long now);

    /// <summary>Called every now and then while it goes on.</summary>
    void Tick();

    /// <summary>Waits for what is under way, as long as some of it arrives.</summary>
    void Drain(Func<bool> isHopeless);

    /// <summary>Adds what it found out; after the drain, when no turn changes the counts any more.</summary>
    LoadReport Report(LoadReport report);
}
