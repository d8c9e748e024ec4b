namespace Meerkat.Perf.Servers;

/// <summary>What a run of the load generator says about the server.</summary>
/// <param name="CpuMicros">Processor time of a login, or of a message.</param>
/// <param name="ResidentBefore">Bytes before the connections.</param>
/// <param name="ResidentAfter">Bytes with all of them idle.</param>
/// <param name="ProportionalBefore">PSS: pages shared with other processes count in part.</param>
/// <param name="ProportionalAfter">The same with all of them idle.</param>
internal sealed record LoadFigures(
    double CpuMicros, long ResidentBefore, long ResidentAfter, long ProportionalBefore, long ProportionalAfter);
