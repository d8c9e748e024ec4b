using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Tests.Tls;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>Which account a certificate logs in as: the acceptance cases of SASL EXTERNAL, by their numbers.</summary>
public sealed class ExternalExchangeTests
{
    private static readonly IReadOnlyList<ICertificateVerifier> _strict = [new StandardVerifier { IsLenient = false }];

    [Theory]
    [InlineData(1, new string[0], "john@s.example", "not-authorized")]
    [InlineData(2, new string[0], null, "not-authorized")]
    [InlineData(3, new[] { "bob@s.example" }, null, "bob")]
    [InlineData(4, new[] { "bob@s.example" }, "bob@s.example", "invalid-authzid")]
    [InlineData(5, new[] { "bob@other.example" }, null, "not-authorized")]
    [InlineData(6, new[] { "kate@other.example", "kate@s.example" }, "kate@s.example", "kate")]
    [InlineData(7, new[] { "kate@s.example", "kate@other.example" }, null, "invalid-authzid")]
    [InlineData(8, new[] { "grace@a.example", "grace@b.example" }, "grace@s.example", "not-authorized")]
    public async Task Standard_strict(int number, string[] addresses, string? authzid, string expected)
    {
        using var run = new ExternalRun { Verifiers = _strict };

        string result = await run.LoginAsync("john", addresses, authzid);

        Assert.True(expected == result, $"case {number}: {result}");
    }

    [Theory]
    [InlineData(new[] { "bob@s.example" }, "bob@s.example", "bob")]
    [InlineData(new[] { "bob@s.example" }, "eve@s.example", "invalid-authzid")]
    [InlineData(new[] { "bob@s.example" }, "bob@s.example/phone", "bob")] // the resource is passed over
    [InlineData(new[] { "bob@other.example" }, "bob@other.example", "not-authorized")]
    [InlineData(new[] { "s.example" }, null, "not-authorized")] // a server's, no account
    [InlineData(new[] { "bob@s.example/phone" }, null, "not-authorized")] // RFC 6120 §13.7.1.4: a bare JID
    [InlineData(new[] { "@s.example" }, null, "not-authorized")]
    [InlineData(new[] { "Bob@S.example" }, "BOB@s.EXAMPLE", "bob")] // case 45
    [InlineData(new[] { "bob@xn--bcher-kva.example" }, null, "not-authorized")]
    public async Task Standard_lenient(string[] addresses, string? authzid, string expected)
    {
        using var run = new ExternalRun();

        Assert.Equal(expected, await run.LoginAsync("john", addresses, authzid));
    }

    [Fact]
    public async Task Case_10_method_that_knows_the_account_lets_it_in()
    {
        using var run = new ExternalRun { Accounts = new RegisteredAccounts("bob@s.example") };

        Assert.Equal("bob", await run.LoginAsync("x", ["bob@s.example"]));
    }

    [Fact]
    public async Task Case_11_method_that_does_not_know_the_account_refuses_it()
    {
        using var run = new ExternalRun { Accounts = new RegisteredAccounts("bob@s.example") };

        Assert.Equal("not-authorized", await run.LoginAsync("x", ["alice@s.example"]));
    }

    [Theory]
    [InlineData(12, "", "", "john", "john@s.example", "john")]
    [InlineData(12, "user_", "-test", "john", "john@s.example", "user_john-test")]
    [InlineData(13, "", "", "not-mike", "mike@s.example", "invalid-authzid")]
    [InlineData(13, "user_", "-test", "not-mike", "mike@s.example", "invalid-authzid")]
    [InlineData(14, "", "", "john", null, "john")]
    [InlineData(14, "user_", "-test", "john", null, "user_john-test")]
    [InlineData(0, "user_", "-test", "john", "user_john-test@s.example", "invalid-authzid")] // with them
    [InlineData(0, "", "", "john", "john@other.example", "invalid-authzid")]
    [InlineData(0, "", "", "JOHN", "john@s.example", "john")] // compared and bound in prepared form
    [InlineData(0, "", "", "john smith", null, "not-authorized")] // no localpart
    [InlineData(0, "", "", "john@s.example/x", null, "not-authorized")]
    [InlineData(0, "", "", "", null, "not-authorized")]
    public async Task Standard_then_common_name(
        int number, string prefix, string suffix, string commonName, string? authzid, string expected)
    {
        using var run = new ExternalRun { Verifiers = [new StandardVerifier(), new CommonNameVerifier(prefix, suffix)] };

        string result = await run.LoginAsync(commonName, [], authzid);

        Assert.True(expected == result, $"case {number}: {result}");
    }

    [Theory]
    [InlineData(15, "mike@s.example", "mike")]
    [InlineData(0, "mike@other.example", "not-authorized")]
    [InlineData(0, null, "not-authorized")]
    public async Task Standard_then_auth_id(int number, string? authzid, string expected)
    {
        using var run = new ExternalRun { Verifiers = [new StandardVerifier(), new AuthIdVerifier()] };

        string result = await run.LoginAsync("not-mike", [], authzid);

        Assert.True(expected == result, $"case {number}: {result}");
    }

    [Theory]
    [InlineData(16, "x", new string[0], "mike@s.example", "mike")]
    [InlineData(17, "x", new[] { "bob@s.example" }, null, "bob")]
    [InlineData(18, "john@s.example", new string[0], null, "john")]
    [InlineData(19, "john@s.example", new[] { "a@other.example", "b@other.example" }, null, "john")]
    [InlineData(20, "john", new[] { "a@s.example", "b@s.example" }, null, "not-authorized")]
    [InlineData(21, "john", new string[0], null, "not-authorized")]
    public async Task Own_code(int number, string commonName, string[] addresses, string? authzid, string expected)
    {
        using var run = new ExternalRun { Verifiers = [new DemoVerifier()] };

        string result = await run.LoginAsync(commonName, addresses, authzid);

        Assert.True(expected == result, $"case {number}: {result}");
    }

    [Fact]
    public async Task Own_code_that_throws_is_not_authorized_and_logged()
    {
        using var run = new ExternalRun { Verifiers = [new BrokenVerifier()] };

        Assert.Equal("not-authorized", await run.LoginAsync("x", ["bob@s.example"]));

        Assert.Single(run.Log.Lines, line => line.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_verifier_that_succeeds_decides()
    {
        using var run = new ExternalRun { Verifiers = [new BrokenVerifier(), new StandardVerifier(), new DemoVerifier()] };

        Assert.Equal("bob", await run.LoginAsync("eve@s.example", ["bob@s.example"]));
    }

    [Theory] // Acceptance case 49
    [InlineData(new byte[] { (byte)'b', 0, (byte)'@', (byte)'s' })]
    [InlineData(new byte[] { 0xFF, (byte)'@', (byte)'s' })]
    [InlineData(new byte[] { (byte)'@' })]
    [InlineData(new[] { (byte)'s' })] // a domain
    public async Task Case_49_name_that_is_no_account_is_invalid(byte[] authzid)
    {
        using var run = new ExternalRun { Verifiers = [new AuthIdVerifier()] };

        Assert.Equal("invalid-authzid", await run.LoginAsync("x", TestNames.Of("bob@s.example"), authzid));
    }

    [Fact]
    public async Task Empty_initial_response_is_as_none()
    {
        using var run = new ExternalRun();

        Assert.Equal("bob", await run.LoginAsync("x", ["bob@s.example"], ""));
    }

    [Fact]
    public async Task Message_that_is_too_long_is_malformed()
    {
        using var run = new ExternalRun();

        Assert.Equal("malformed-request", await run.LoginAsync("x", ["bob@s.example"], new string('a', 9000)));
    }

    [Fact]
    public async Task Pki_enters_an_account_at_its_first_login_with_a_password_that_nobody_knows()
    {
        await using var stores = new MemoryStores();
        var accounts = new PkiAccounts(stores.Accounts, ScramKeyDerivation.MinIterations);
        Jid bob = Jid.Parse("bob@s.example");

        Assert.True(await accounts.AcceptsAsync(bob, null!));
        Credentials first = (await stores.Accounts.FindAsync(bob))!;
        Assert.True(await accounts.AcceptsAsync(bob, null!));
        Credentials second = (await stores.Accounts.FindAsync(bob))!;

        Assert.Same(first, second);
        Assert.Equal(ScramHash.Sha256.Bytes, first.Sha256.StoredKey.Length);
        Assert.NotEqual(first.Sha256.StoredKey, first.Sha256.ServerKey);
    }

    private sealed class RegisteredAccounts(string registered) : ICertificateAccounts
    {
        public ValueTask<bool> AcceptsAsync(Jid account, X509Certificate2 certificate) =>
            new(account.Equals(Jid.Parse(registered)));
    }

    private sealed class BrokenVerifier : ICertificateVerifier
    {
        public string Name => "broken";

        public ValueTask<CertificateLogin> VerifyAsync(CertificateCredentials credentials) => throw new FormatException("own mistake");
    }
}
