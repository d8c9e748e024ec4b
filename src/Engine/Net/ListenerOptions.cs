using System.Net;

namespace Meerkat.Engine.Net;

/// <summary>One endpoint to listen on. Immutable.</summary>
public sealed record ListenerOptions
{
    /// <summary>Address and port; [::] accepts IPv4 too. Port 0 takes a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Connections the kernel holds until they are accepted. The kernel caps it at net.core.somaxconn.</summary>
    // The storm after a restart waits here while the rate limit lets it in. 4096 is Linux' own cap since 5.4.
    public int Backlog { get; init; } = 4096;
}
