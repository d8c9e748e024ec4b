namespace Meerkat.Perf.Servers;

/// <summary>A way to run the server, and whether its clients use TLS.</summary>
internal sealed record ServerKind(string Name, IReadOnlyList<string> Arguments, string LoadTls)
{
    public static ServerKind OpenSsl { get; } = new("openssl", ["--tls-library", "openssl"], "direct");

    public static ServerKind SslStream { get; } = new("sslstream", ["--tls-library", "sslstream"], "direct");

    public static ServerKind Plain { get; } = new("plain", [], "none");

    public static IReadOnlyList<ServerKind> WithTls { get; } = [OpenSsl, SslStream];

    public static IReadOnlyList<ServerKind> All { get; } = [OpenSsl, SslStream, Plain];
}
