using System.Security.Cryptography.X509Certificates;
using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tests.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>Attempts with EXTERNAL at the domain "s.example", with certificates made for them. One thread.</summary>
internal sealed class ExternalRun : IDisposable
{
    private static readonly Jid _host = Jid.Parse("s.example");

    private readonly TestAuthority _authority = new();

    public IReadOnlyList<ICertificateVerifier> Verifiers { get; init; } = [new StandardVerifier()];

    /// <summary>The authentication method; "pki" unless said otherwise.</summary>
    public ICertificateAccounts Accounts { get; init; } = new AnyAccount();

    public ErrorLog Log { get; } = new();

    /// <summary>The localpart that was logged in as, or the name of the failure.</summary>
    /// <param name="commonName">Of the subject; empty: none.</param>
    /// <param name="addresses">The xmppAddr names.</param>
    /// <param name="authzid">What the client sends; null: nothing.</param>
    public Task<string> LoginAsync(string commonName, string[] addresses, string? authzid = null) =>
        LoginAsync(commonName, TestNames.Of(addresses), authzid is null ? null : Encoding.UTF8.GetBytes(authzid));

    public async Task<string> LoginAsync(string commonName, TestNames names, byte[]? authzid)
    {
        using X509Certificate2 certificate = _authority.Issue(commonName.Length == 0 ? "O=nobody" : $"CN={commonName}", names);
        var mechanism = new ExternalMechanism(Verifiers, [Accounts], Log.CreateLogger("sasl"));
        var conditions = new SaslConditions { IsEncrypted = true, PeerCertificate = certificate };
        using SaslExchange exchange = mechanism.Start(new SaslMechanisms(mechanism), in conditions, _host);
        SaslStep step = await exchange.RespondAsync(authzid);
        if (step.Kind != SaslStepKind.Success) return Encoding.ASCII.GetString(step.Failure.ToElementName());

        Assert(step.Account!.Domain.SequenceEqual(_host.Domain));
        return Encoding.UTF8.GetString(step.Account.Local);
    }

    public void Dispose() => _authority.Dispose();

    private static void Assert(bool isTrue) => Xunit.Assert.True(isTrue);

    private sealed class AnyAccount : ICertificateAccounts
    {
        public ValueTask<bool> AcceptsAsync(Jid account, X509Certificate2 certificate) => new(true);
    }
}
