namespace Meerkat.Engine.Net;

/// <summary>How fast somebody may send. Immutable.</summary>
/// <param name="Name">What the operator calls it.</param>
public sealed record ShaperRate(string Name)
{
    /// <summary>Stands for no shaper where one could be named.</summary>
    public const string None = "none";

    /// <summary>On average; 0: no limit.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>On average; 0: no limit.</summary>
    public int StanzasPerSecond { get; init; }

    /// <summary>After a quiet time, what comes in so long at the rate may come at once. 10 s let a client fetch its roster and
    /// join its rooms at a rate that is meant for typing.</summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromSeconds(10);
}
