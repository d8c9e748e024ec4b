using System.CommandLine;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Options;
using Meerkat.Server.Admin;

namespace Meerkat.Server.Commands;

/// <summary>Where <c>meerkat ctl</c> finds the server: at its Unix socket, or by TCP with a token.</summary>
internal sealed class CtlConnection
{
    private readonly Option<string> _url = new("--url")
    {
        HelpName = "URL",
        Description = "Connect by TCP, to an endpoint of admin.listen: http://localhost:5280. Without it the Unix socket.",
        Recursive = true,
    };

    private readonly Option<string> _tokenFile = new("--token-file")
    {
        HelpName = "FILE",
        Description = "The file with the token, for --url. Without it admin.token_file.",
        Recursive = true,
    };

    private readonly Option<string> _authorities = new("--ca-file")
    {
        HelpName = "PEM",
        Description = "The authorities, or the certificate itself, that the server's certificate is checked against, for an https --url. "
            + "Without it those that the system trusts.",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_tokenFile);
        command.Add(_authorities);
    }

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file or the URL has not what is wanted.</exception>
    public CtlClient Open(ParseResult result, ServerOptions options)
    {
        if (result.GetValue(_url) is not { } text) return OverSocket(AdminService.SocketOf(options));
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new InvalidDataException($"'{text}' is not a URL; write for example http://localhost:5280");

        var token = (result.GetValue(_tokenFile) ?? options.Admin.TokenFile) is { } file ? File.ReadLines(file).FirstOrDefault("").Trim() : null;
        return OverTcp(url, token, result.GetValue(_authorities));
    }

    private static CtlClient OverSocket(string path) => new(
        new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        })
        {
            BaseAddress = new Uri("http://localhost"),
        },
        path);

    private static CtlClient OverTcp(Uri url, string? token, string? authorities)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (authorities is not null) handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(authorities) };
        var client = new HttpClient(handler) { BaseAddress = url };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new CtlClient(client, url.Authority);
    }

    private static X509ChainPolicy Trust(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
            return policy;
        }
        catch (CryptographicException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }
}
