namespace Meerkat.LoadGen.Measure;

/// <summary>What was done to some connections in the middle of the measured time, and how the others fared.</summary>
/// <param name="Resets">Connections that were reset.</param>
/// <param name="Stalls">Connections that stopped reading while their peers went on writing.</param>
/// <param name="Garbage">Connections that sent what is no XML.</param>
/// <param name="Before">Latency of the others, of what was sent before.</param>
/// <param name="After">The same, of what was sent from then on.</param>
/// <param name="Ends">How the streams concerned ended and what came back for them, by condition.</param>
internal sealed record FaultReport(
    int Resets,
    int Stalls,
    int Garbage,
    LatencySummary Before,
    LatencySummary After,
    IReadOnlyList<KeyValuePair<string, long>> Ends);
