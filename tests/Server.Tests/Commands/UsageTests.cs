using Xunit;

namespace Meerkat.Server.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "meerkat: a command is missing; see meerkat --help")]
    [InlineData("serv", "meerkat: unknown command 'serv'; did you mean 'serve'?")]
    [InlineData("dance", "meerkat: unknown command 'dance'")]
    [InlineData("serve --datta x", "meerkat: unknown option '--datta'; did you mean '--data'?")]
    [InlineData("serve --max-conections 5", "meerkat: unknown option '--max-conections'; did you mean '--max-connections'?")]
    [InlineData("serve --bogus", "meerkat: unknown option '--bogus'")]
    [InlineData("serve extra", "meerkat: unexpected argument 'extra'; see meerkat serve --help")]
    [InlineData("serve --data", "meerkat: Required argument missing for option: '--data'")]
    [InlineData("serve --data a --data b", "meerkat: Option '--data' expects a single argument but 2 were provided")]
    [InlineData("serve --max-depth deep", "meerkat: --max-depth: 'deep' is not a whole number from 8 to 1024")]
    [InlineData("serve --max-depth 5", "meerkat: --max-depth: 5 is out of range; write a whole number from 8 to 1024")]
    [InlineData("serve --starttls never", "meerkat: --starttls: \"never\" is not one of \"required\" or \"optional\"")]
    [InlineData("serve --gc-concurrent maybe", "meerkat: --gc-concurrent: 'maybe' is not true or false")]
    [InlineData("serve --config /nonexistent.toml",
        "meerkat: cannot read the configuration file /nonexistent.toml: Could not find file '/nonexistent.toml'.")]
    [InlineData("serve --domain localhost --c2s none", "meerkat: --c2s (listen.c2s): there is no endpoint to listen on")]
    [InlineData("serve --domain localhost --tls-library sslstream --client-certificate request --client-crl crl.pem",
        "meerkat: --client-crl (tls.client_crl): SslStream takes no revocation lists; leave it out, or have OpenSSL 3 and "
        + "tls.library = \"openssl\"")]
    [InlineData("serve --domain localhost --tls-library sslstream --tls-ciphers HIGH",
        "meerkat: --tls-ciphers (tls.ciphers): SslStream takes no list of ciphers; leave it out, or have OpenSSL 3 and "
        + "tls.library = \"openssl\"")]
    [InlineData("serve --sasl-external magic",
        "meerkat: --sasl-external: \"magic\" is not one of \"standard\", \"common_name\" or \"auth_id\"")]
    [InlineData("serve --auth-method pki",
        "meerkat: --auth-method (auth.methods): nobody logs in by certificate while clients are not asked for one; set "
        + "tls.client_certificate to request or require")]
    [InlineData("check-config", "meerkat: the file is missing")]
    public async Task Wrong_usage_ends_with_2_and_one_clear_line(string line, string expected)
    {
        var run = await CommandRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected + Environment.NewLine, run.Error);
        Assert.Equal("", run.Output);
        Assert.Equal(2, run.ExitCode);
    }
}
