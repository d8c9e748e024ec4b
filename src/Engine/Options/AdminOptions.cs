using System.Net;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Options;

/// <summary>How the server is administered while it runs. Immutable.</summary>
public sealed record AdminOptions
{
    /// <summary>The file name of the Unix socket in the data directory, unless another path is named.</summary>
    public const string SocketName = "meerkat.sock";

    /// <summary>Whether there is an HTTP API at all.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The Unix socket; null: <see cref="SocketName"/> in the data directory. Only its owner may connect.</summary>
    public string? Socket { get; init; }

    /// <summary>Endpoints where the same is reached by TCP, with a token; none by default.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>Whether the endpoints encrypt, with the certificates of the server.</summary>
    public bool HasTls { get; init; }

    /// <summary>The file with the token; null: none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Who may run every command over XMPP (XEP-0050).</summary>
    public IReadOnlyList<Jid> Admins { get; init; } = [];

    /// <summary>Who may run over XMPP the commands that concern the own domain only.</summary>
    public IReadOnlyList<Jid> DomainAdmins { get; init; } = [];

    internal IEnumerable<OptionMistake> Validate()
    {
        if (Listen.Count > 0 && TokenFile is null)
            yield return new(["admin.listen", "admin.token_file"], "whoever connects by TCP must have a token; name its file in admin.token_file");

        if (!HasTls && Listen.FirstOrDefault(endPoint => !IPAddress.IsLoopback(endPoint.Address)) is { } open)
        {
            yield return new(
                ["admin.listen", "admin.tls"], $"the token would cross the network in clear at {open}; set admin.tls, or listen on localhost");
        }
    }
}
