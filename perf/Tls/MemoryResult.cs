namespace Meerkat.Perf.Tls;

/// <summary>Resident memory with idle clients.</summary>
/// <param name="Name">Who does the cryptography, if anybody does.</param>
/// <param name="AtStart">Bytes before any client.</param>
/// <param name="WarmedUp">Bytes after logins and logouts: with what a server compiles and loads once.</param>
/// <param name="Idle">Bytes with all clients logged in.</param>
/// <param name="PerConnection">The growth since <paramref name="WarmedUp"/>, by client.</param>
/// <param name="ProportionalPerConnection">The same of the PSS.</param>
/// <param name="PerConnectionFromStart">The growth since <paramref name="AtStart"/>, by client.</param>
internal sealed record MemoryResult(
    string Name,
    double AtStart,
    double WarmedUp,
    double Idle,
    double PerConnection,
    double ProportionalPerConnection,
    double PerConnectionFromStart);
