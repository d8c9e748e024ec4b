using System.Net;
using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Streams;
using Meerkat.LoadGen.Workers;
using Xunit;

namespace Meerkat.LoadGen.Tests.Workers;

public sealed class WorkerJsonTests
{
    [Fact]
    public void Options_arrive_as_they_were()
    {
        var options = new LoadOptions
        {
            Scenario = "presence",
            Targets = [new IPEndPoint(IPAddress.Loopback, 5222), new IPEndPoint(IPAddress.IPv6Loopback, 5223)],
            Domain = "example.org",
            Users = 12,
            Contacts = 5,
            Password = "a\"\\ü",
            Tls = TlsMode.Direct,
            Mechanism = SaslChoice.ScramSha256,
            Warmup = TimeSpan.FromSeconds(0.25),
            Component = new IPEndPoint(IPAddress.Loopback, 8888),
        };

        var json = JsonSerializer.Serialize(options, WorkerJson.Default.LoadOptions);
        var read = JsonSerializer.Deserialize(json, WorkerJson.Default.LoadOptions)!;

        Assert.DoesNotContain('\n', json);
        Assert.Equal(options.Targets, read.Targets);
        Assert.Equal(options with { Targets = [], ServerPids = [] }, read with { Targets = [], ServerPids = [] });
    }

    [Theory]
    [InlineData("chat", 10, 0, 3, new[] { 4, 4, 2 })]
    [InlineData("presence", 18, 2, 4, new[] { 6, 6, 3, 3 })]
    [InlineData("idle", 5, 0, 2, new[] { 3, 2 })]
    public void Shares_keep_those_together_who_have_to_do_with_each_other(
        string scenario, int users, int contacts, int processes, int[] expected)
    {
        var options = new LoadOptions
        {
            Scenario = scenario,
            Targets = [],
            Domain = "localhost",
            Users = users,
            FirstUser = 100,
            Contacts = contacts,
            Processes = processes,
            MessagesPerSecond = 90,
        };

        var shares = options.Split().ToList();

        Assert.Equal(expected, shares.ConvertAll(share => share.Users));
        Assert.Equal(90, shares.Sum(share => share.MessagesPerSecond), 6);
        Assert.Equal(100, shares[0].FirstUser);
        Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.Equal(pair.First.FirstUser + pair.First.Users, pair.Second.FirstUser));
    }
}
