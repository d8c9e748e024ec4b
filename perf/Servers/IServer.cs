using System.Net;

namespace Meerkat.Perf.Servers;

/// <summary>A server of ours that runs, until it is disposed of.</summary>
internal interface IServer : IAsyncDisposable
{
    /// <summary>The process that was started. It may have children.</summary>
    int Id { get; }

    /// <summary>Where TLS is optional, or not to be had.</summary>
    IPEndPoint Plain { get; }

    /// <summary>Where TLS begins with the first byte.</summary>
    IPEndPoint Tls { get; }
}
