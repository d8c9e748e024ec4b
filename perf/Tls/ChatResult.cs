namespace Meerkat.Perf.Tls;

/// <summary>Microseconds of the server's processor time for a message of 64 bytes, received and delivered.</summary>
internal sealed record ChatResult(string Name, int Window, double CpuMicros);
