using System.Globalization;
using System.Text.Json;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>SASL EXTERNAL with other people's clients: Python's ssl module by STARTTLS and direct TLS, 1.2 and 1.3, and slixmpp.</summary>
public sealed class CertificateLoginTests : IDisposable
{
    private readonly ClientCertificates _certificates = new();

    /// <summary>How the clients connect: start, version, the server's TLS library.</summary>
    public static TheoryData<string, string, string> Ways => new()
    {
        { "starttls", "1.2", "openssl" },
        { "starttls", "1.3", "openssl" },
        { "direct", "1.2", "openssl" },
        { "direct", "1.3", "openssl" },
        { "starttls", "1.2", "sslstream" },
        { "direct", "1.3", "sslstream" },
    };

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Requested_certificate_decides_what_is_offered_and_who_logs_in(string start, string version, string library)
    {
        string[] lists = library == "openssl" ? ["--client-crl", _certificates.RevocationListFile] : [];
        await using var server = await StartServerAsync([.. lists, "--client-certificate", "request", "--tls-library", library]);
        var run = (string certificate, string authzid) => RunAsync(server, start, version, certificate, authzid);

        Assert.Equal("bob@localhost/python", Jid(await run("one", "-"))); // case 3
        Assert.Equal("bob@localhost/python", Jid(await run("one", "BOB@localhost"))); // case 45
        Assert.Equal("kate@localhost/python", Jid(await run("several", "kate@localhost"))); // case 6
        AssertFails(await run("several", "-"), "invalid-authzid", isOffered: true); // case 7
        AssertFails(await run("none", "-"), "not-authorized", isOffered: true); // case 2
        AssertFails(await run("none", "john@localhost"), "not-authorized", isOffered: true); // case 1
        AssertFails(await run("elsewhere", "-"), "not-authorized", isOffered: true); // case 5
        AssertFails(await run("unknown-extension", "-"), "not-authorized", isOffered: false); // case 9
        AssertFails(await run("expired", "-"), "not-authorized", isOffered: false);
        AssertFails(await run("stranger", "-"), "not-authorized", isOffered: false);
        AssertFails(await run("self-signed", "-"), "not-authorized", isOffered: false); // case 25
        AssertFails(await run("-", "-"), "not-authorized", isOffered: false); // cases 30, 31
        if (library == "openssl") AssertFails(await run("revoked", "-"), "not-authorized", isOffered: false); // case 50
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Required_certificate_that_is_bad_or_missing_ends_the_handshake(string start, string version, string library)
    {
        string[] lists = library == "openssl" ? ["--client-crl", _certificates.RevocationListFile] : [];
        await using var server = await StartServerAsync([.. lists, "--client-certificate", "require", "--tls-library", library]);
        string[] bad = ["-", "expired", "stranger", "self-signed", "unknown-extension"];
        if (library == "openssl") bad = [.. bad, "revoked"]; // case 50

        Assert.Equal("bob@localhost/python", Jid(await RunAsync(server, start, version, "one", "-")));
        foreach (var certificate in bad)
            Assert.NotEqual("ok", (await RunAsync(server, start, version, certificate, "-")).GetProperty("tls").GetString());
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("sslstream")]
    public async Task Self_signed_certificate_logs_in_where_that_will_do(string library) // case 22
    {
        await using var server = await StartServerAsync(
            ["--client-certificate", "request", "--verify-mode", "selfsigned_peer", "--tls-library", library]);

        var run = (string certificate, string authzid) => RunAsync(server, "starttls", "1.3", certificate, authzid);

        Assert.Equal("bob@localhost/python", Jid(await run("self-signed", "-"))); // case 3
        Assert.Equal("kate@localhost/python", Jid(await run("self-several", "kate@localhost"))); // case 6
        AssertFails(await run("self-several", "-"), "invalid-authzid", isOffered: true); // case 7
        AssertFails(await run("self-none", "-"), "not-authorized", isOffered: true); // case 2
        AssertFails(await run("self-none", "john@localhost"), "not-authorized", isOffered: true); // case 1
        AssertFails(await run("self-elsewhere", "-"), "not-authorized", isOffered: true); // case 5
        AssertFails(await run("stranger", "-"), "not-authorized", isOffered: false);
        Assert.Equal("bob@localhost/python", Jid(await run("one", "-")));
    }

    [Fact]
    public async Task Strict_standard_refuses_a_name_that_is_not_needed() // case 4
    {
        await using var server = await StartServerAsync(
            ["--client-certificate", "request", "--sasl-external-lenient-authzid", "false"]);

        AssertFails(await RunAsync(server, "starttls", "1.3", "one", "bob@localhost"), "invalid-authzid", isOffered: true);
    }

    [Fact]
    public async Task Auth_id_logs_in_as_whoever_is_named() // case 15
    {
        await using var server = await StartServerAsync(
            ["--client-certificate", "request", "--sasl-external", "standard", "--sasl-external", "auth_id"]);

        Assert.Equal("mike@localhost/python", Jid(await RunAsync(server, "starttls", "1.3", "none", "mike@localhost")));
    }

    [Fact]
    public async Task Common_name_between_prefix_and_suffix_logs_in() // cases 12, 14
    {
        await using var server = await StartServerAsync(
        [
            "--client-certificate", "request", "--sasl-external", "standard", "--sasl-external", "common_name",
            "--sasl-external-common-name-prefix", "user_", "--sasl-external-common-name-suffix=-test",
        ]);

        Assert.Equal("user_john-test@localhost/python", Jid(await RunAsync(server, "starttls", "1.3", "none", "-")));
        Assert.Equal("user_john-test@localhost/python", Jid(await RunAsync(server, "direct", "1.3", "none", "john@localhost")));
        AssertFails(await RunAsync(server, "direct", "1.3", "none", "mike@localhost"), "invalid-authzid", isOffered: true); // case 13
    }

    [Fact]
    public async Task Listener_that_allows_passwords_alone_does_not_offer_it() // case 32
    {
        await using var server = await StartServerAsync(["--client-certificate", "request", "--c2s-tls-auth-method", "internal"]);

        Assert.Equal("bob@localhost/python", Jid(await RunAsync(server, "starttls", "1.3", "one", "-")));
        AssertFails(await RunAsync(server, "direct", "1.3", "one", "-"), "invalid-mechanism", isOffered: false);
    }

    [Fact]
    public async Task Slixmpp_logs_in_by_certificate_and_talks_to_itself()
    {
        await ForeignClient.SkipUnlessInstalledAsync("slixmpp");
        await using var server = await StartServerAsync(["--client-certificate", "request"]);
        var (certificate, key) = _certificates.FilesOf("one");

        var client = await ForeignClient.RunAsync("slixmpp", "note", "bob@localhost", "bob@localhost", server, certificate, key);

        Assert.Equal(["EXTERNAL"], client.Details("online", "mechanism"));
        Assert.Equal(["note to myself"], client.Details("message", "body"));
    }

    private static string? Jid(JsonElement report) =>
        report.TryGetProperty("jid", out var jid) ? jid.GetString() : report.ToString();

    private static void AssertFails(JsonElement report, string condition, bool isOffered)
    {
        Assert.True(report.TryGetProperty("result", out var result), report.ToString());
        Assert.Equal(condition, result.GetString());
        Assert.Equal(condition, report.GetProperty("still").GetString());
        var mechanisms = report.GetProperty("mechanisms").EnumerateArray().Select(mechanism => mechanism.GetString()).ToList();
        Assert.Equal(isOffered, mechanisms.Contains("EXTERNAL"));
        Assert.Contains("SCRAM-SHA-256", mechanisms);
    }

    private static async Task<JsonElement> RunAsync(
        MeerkatServer server, string start, string version, (string Certificate, string Key) files, string authzid)
    {
        var endpoint = start == "direct" ? server.Endpoints.C2sTls : server.Endpoints.C2s;
        var port = endpoint.Port.ToString(CultureInfo.InvariantCulture);
        return await ForeignClient.RunScriptAsync(
            "certificate", start, version, endpoint.Address.ToString(), port, server.CertificateFile, "localhost",
            files.Certificate, files.Key, authzid);
    }

    private Task<JsonElement> RunAsync(MeerkatServer server, string start, string version, string certificate, string authzid) =>
        RunAsync(server, start, version, _certificates.FilesOf(certificate), authzid);

    private async Task<MeerkatServer> StartServerAsync(string[] arguments)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        await ForeignClient.SkipUnlessInstalledAsync("ssl");
        var server = new MeerkatServer(
            [new("juliet", "localhost", "secret")],
            ["--auth-method", "internal", "--auth-method", "pki", "--client-ca", _certificates.AuthorityFile, .. arguments]);
        await server.StartAsync();
        return server;
    }
}
