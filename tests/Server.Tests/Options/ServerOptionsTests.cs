using System.Net;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class ServerOptionsTests
{
    private static readonly ServerOptions Valid = new()
    {
        Domains = ["example.com"],
        Tls = new() { Certificate = "cert.pem", Key = "key.pem" },
    };

    [Fact]
    public void Options_that_fit_together_have_no_mistakes()
    {
        Assert.Empty(Valid.Validate());
    }

    [Fact]
    public void Same_port_on_two_addresses_and_free_ports_are_no_mistake()
    {
        var options = Valid with
        {
            Listeners = new()
            {
                C2s = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 5222)],
                C2sTls = [new(IPAddress.IPv6Loopback, 5222)],
            },
        };

        Assert.Empty(options.Validate());
    }

    [Fact]
    public void Mistakes_name_options_of_the_table()
    {
        var mistakes = new ServerOptions { Domains = ["a.example", "a.example"] }.Validate()
            .Concat((Valid with { Listeners = new() { C2s = [] } }).Validate())
            .Concat(new ServerOptions
            {
                Listeners = new() { C2s = [new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 1)] },
                Tls = new() { Key = "key.pem", AllowPlainWithoutTls = true },
                Limits = new()
                {
                    MaxConnections = 1,
                    MaxConnectionsPerAddress = 2,
                    MaxOutboxBytes = 1,
                    NegotiationTimeout = TimeSpan.FromSeconds(1),
                },
            }.Validate())
            .Concat(new ServerOptions { Listeners = new() { C2sTls = [new(IPAddress.Loopback, 1)] } }.Validate())
            .ToList();

        Assert.Equal(12, mistakes.Count);
        Assert.All(mistakes.SelectMany(mistake => mistake.Keys), key => Assert.Equal(key, OptionTable.ByKey(key).Key));
    }
}
