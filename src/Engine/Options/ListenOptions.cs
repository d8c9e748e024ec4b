using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.Net;
using Meerkat.Engine.Sasl;

namespace Meerkat.Engine.Options;

/// <summary>Where clients connect. Immutable.</summary>
public sealed record ListenOptions
{
    /// <summary>
    /// The address of an endpoint written <c>*:5222</c>: every address of the machine. An IPv6 socket bound to it must
    /// take IPv4 too (<see cref="Socket.DualMode"/>).
    /// </summary>
    public static IPAddress AnyAddress { get; } = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    // Null: not named. Who names one list means just that, so the other's default goes with it.
    private readonly IReadOnlyList<IPEndPoint>? _c2s;
    private readonly IReadOnlyList<IPEndPoint>? _c2sTls;

    /// <summary>Endpoints where streams begin without TLS and may upgrade by STARTTLS; none to switch them off. Port 0
    /// lets the system choose. 5222, the registered port (RFC 6120 §14.7), unless any endpoint is named.</summary>
    public IReadOnlyList<IPEndPoint> C2s
    {
        get => _c2s ?? (_c2sTls is null ? [new(AnyAddress, 5222)] : []);
        init => _c2s = value;
    }

    /// <summary>Endpoints where TLS begins at once (XEP-0368); none to switch them off. 5223, by custom, unless any
    /// endpoint is named.</summary>
    public IReadOnlyList<IPEndPoint> C2sTls
    {
        get => _c2sTls ?? (_c2s is null ? [new(AnyAddress, 5223)] : []);
        init => _c2sTls = value;
    }

    /// <summary>The authentication methods on <see cref="C2s"/>; none: all that are enabled.</summary>
    public IReadOnlyList<AuthenticationMethods> C2sMethods { get; init; } = [];

    /// <summary>The authentication methods on <see cref="C2sTls"/>; none: all that are enabled.</summary>
    public IReadOnlyList<AuthenticationMethods> C2sTlsMethods { get; init; } = [];

    /// <summary>The name of what limits how fast clients may send before they have logged in.</summary>
    public string C2sShaper { get; init; } = ShaperRate.None;

    /// <summary>Connections the kernel completes ahead of being accepted, for each endpoint. The kernel lowers it to
    /// net.core.somaxconn, which is 4096 since Linux 5.4.</summary>
    public int Backlog { get; init; } = 4096;

    internal IEnumerable<OptionMistake> Validate()
    {
        if (C2s.Count + C2sTls.Count == 0)
        {
            yield return new(["listen.c2s", "listen.c2s_tls"], "there is no endpoint to listen on");
        }
        var known = C2s.Concat(C2sTls).Where(endPoint => endPoint.Port != 0);
        foreach (var twice in known.GroupBy(endPoint => endPoint).Where(group => group.Count() > 1))
        {
            // The later listing is the likelier slip.
            string[] keys = C2sTls.Contains(twice.Key) ? ["listen.c2s_tls", "listen.c2s"] : ["listen.c2s"];
            yield return new(keys, $"the endpoint {twice.Key} is listed twice; remove one");
        }
    }
}
