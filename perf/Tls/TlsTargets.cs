using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Tls;

/// <summary>What TLS by OpenSSL, the default, is held to.</summary>
internal static class TlsTargets
{
    // A handshake cannot cost less than the library's own; the rest is ours.
    private const double LoginRatio = 1.3;
    private const double IdleKiB = 20;

    public static IReadOnlyList<Target> Of(TlsResult result) =>
    [
        .. result.Handshakes.Where(handshake => handshake.Library == ServerKind.OpenSsl.Name).Select(handshake => AtMost(
            $"TLS of a login : handshake of s_server, {handshake.Certificate}", handshake.Ratio, LoginRatio)),
        .. result.Memory.Where(memory => memory.Name == ServerKind.OpenSsl.Name).Select(memory => AtMost(
            "KiB of an idle connection", memory.PerConnection, IdleKiB)),
    ];

    private static Target AtMost(string name, double value, double bound) =>
        new(name, value, bound, bound, TargetSense.AtMost);
}
