using System.Net;
using Meerkat.Engine.Options;
using Meerkat.Parser.Jids;

namespace Meerkat.Server.Options;

/// <summary>The options of what looks into a running server and changes it.</summary>
internal static class AdminRows
{
    public static IEnumerable<OptionDescriptor> All() => [.. Admin(), .. Metrics()];

    private static IEnumerable<OptionDescriptor> Admin()
    {
        OptionArea<AdminOptions> area = new("admin", o => o.Admin, (o, a) => o with { Admin = a });
        ListType<Jid> accounts = new(new AccountType());
        yield return area.Option(
            "enabled", new BooleanType(), o => o.IsEnabled, (o, v) => o with { IsEnabled = v },
            "Whether the server can be administered over HTTP and by `meerkat ctl` while it runs.", "--admin-enabled");
        yield return area.Option(
            "socket", new PathType("PATH"), o => o.Socket, (o, v) => o with { Socket = v },
            "The Unix socket of the HTTP API, at most 107 bytes long. Only the user that the server runs as, and root, may connect. "
                + "Without it meerkat.sock in the data directory.",
            "--admin-socket");
        yield return area.Option(
            "listen", new ListType<IPEndPoint>(new EndpointType()), o => o.Listen, (o, v) => o with { Listen = v },
            "Endpoints where the HTTP API is reached by TCP too, with a token. Others than localhost need admin.tls.",
            "--admin-listen");
        yield return area.Option(
            "tls", new BooleanType(), o => o.HasTls, (o, v) => o with { HasTls = v },
            "Encrypts admin.listen, with the certificates of the server.", "--admin-tls");
        yield return area.Option(
            "token_file", new PathType("FILE"), o => o.TokenFile, (o, v) => o with { TokenFile = v },
            "A file whose first line is the token for admin.listen, of at least 32 characters.", "--admin-token-file");
        yield return area.Option(
            "admins", accounts, o => o.Admins, (o, v) => o with { Admins = v },
            "Accounts that may run every command over XMPP (XEP-0050, XEP-0133).", "--admin");
        yield return area.Option(
            "domain_admins", accounts, o => o.DomainAdmins, (o, v) => o with { DomainAdmins = v },
            "Accounts that may run, over XMPP, the commands about accounts of their own domain.", "--domain-admin");
    }

    private static IEnumerable<OptionDescriptor> Metrics()
    {
        OptionArea<MetricsOptions> area = new("metrics", o => o.Metrics, (o, a) => o with { Metrics = a });
        yield return area.Option(
            "otlp_endpoint", new UrlType(), o => o.OtlpEndpoint, (o, v) => o with { OtlpEndpoint = v },
            "The collector that gets the figures by OTLP, such as http://localhost:4317. Without it they are sent nowhere.");
        yield return area.Option(
            "otlp_protocol", new ChoiceType<OtlpProtocol>(("grpc", OtlpProtocol.Grpc), ("http", OtlpProtocol.Http)),
            o => o.OtlpProtocol, (o, v) => o with { OtlpProtocol = v },
            "How OTLP is carried: gRPC, port 4317 by custom, or HTTP with protocol buffers, port 4318.");
        yield return area.Option(
            "otlp_interval", new DurationType(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            o => o.OtlpInterval, (o, v) => o with { OtlpInterval = v },
            "How often the figures are sent.");
    }
}
