namespace Meerkat.Perf.Peers;

/// <summary>Something that is measured of each peer.</summary>
/// <param name="Name">In JSON.</param>
/// <param name="Unit">Of the figure.</param>
internal sealed record Figure(string Name, string Unit)
{
    private const string MicrosPerMessage = "µs/message";

    public static Figure Start { get; } = new("start", "s");

    public static Figure Handshake { get; } = new("handshake", "ms");

    public static Figure OneLoop { get; } = new("loops.1", MicrosPerMessage);

    public static Figure TwoLoops { get; } = new("loops.2", MicrosPerMessage);

    /// <summary>The server's processor time for a message of 64 bytes, received and delivered.</summary>
    public static Figure Chat(PeerLink link, int window) => new($"chat.{NameOf(link)}.{window}", MicrosPerMessage);

    /// <summary>What the closed loop came to, beside the load generator on the same machine.</summary>
    public static Figure Throughput(PeerLink link, int window) => new($"throughput.{NameOf(link)}.{window}", "messages/s");

    /// <summary>User-space memory of a connection that is logged in and silent: what one more of them adds to PSS.</summary>
    public static Figure Memory(PeerLink link) => new($"memory.{NameOf(link)}", "KiB/connection");

    /// <summary>The server's processor time from the connection to the end of the logout.</summary>
    public static Figure Login(PeerLink link) => new($"login.{NameOf(link)}", "ms/login");

    /// <summary>From when a message was due to its arrival; half of them took longer.</summary>
    public static Figure LatencyMedian(FixedRate rate) => new($"latency.{rate.Name}.p50", "ms");

    /// <summary>The same; one of a hundred took longer.</summary>
    public static Figure Latency99(FixedRate rate) => new($"latency.{rate.Name}.p99", "ms");

    private static string NameOf(PeerLink link) => $"{link}".ToLowerInvariant();
}

/// <summary>How clients reach a server.</summary>
internal enum PeerLink : byte
{
    Plain,

    /// <summary>From the first byte.</summary>
    Tls,
    StartTls,
}
