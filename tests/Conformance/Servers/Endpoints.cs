using System.Net;

namespace Meerkat.Conformance.Servers;

/// <summary>The addresses of a server that a client may connect to.</summary>
internal sealed record Endpoints(IPEndPoint C2s, IPEndPoint C2sTls)
{
    /// <summary>Where components connect; null: nowhere.</summary>
    public IPEndPoint? Components { get; init; }
}
