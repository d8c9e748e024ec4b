using System.Globalization;
using System.Text.RegularExpressions;
using Meerkat.Engine.Components;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>
/// A user writes without pause while components come, drive each other out, stall and break off: every message is taken
/// by one connection or comes back, and never both.
/// </summary>
public sealed partial class ComponentStressTests
{
    private const string Bot = "bot.example.org";
    private const int Components = 60;
    private const int MessagesPerComponent = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_message_is_taken_once_or_comes_back_once(int seed)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync("romeo@example.org/orchard");
        var sending = Task.Run(() => Send(romeo), TestContext.Current.CancellationToken);

        var components = await ComeAndGoAsync(server, new Random(seed), sending);
        foreach (var component in components) component.Transport.PushReset();
        await Eventually.IsTrueAsync(() => server.Metrics.Components.Connected.Value == 0 && server.Services.Work.UnderWay == 0);

        var taken = components.SelectMany(component => component.TakeReceived()).Where(IsMessage).Select(IdOf).ToList();
        var returned = (await romeo.DrainAsync()).Select(IdOf).ToList();
        Assert.Equal(Enumerable.Range(1, Components * MessagesPerComponent), taken.Concat(returned).Order());
    }

    private static void Send(TestClient romeo)
    {
        for (var i = 1; i <= Components * MessagesPerComponent; i++) romeo.Send($"<message to='{Bot}' id='{i}'><body>{i}</body></message>");
    }

    private static async Task<List<TestComponent>> ComeAndGoAsync(TestServer server, Random random, Task sending)
    {
        var settings = TestComponent.Settings with { Conflict = ComponentConflictPolicy.KickOld };
        var components = new List<TestComponent>();
        while (components.Count < Components || !sending.IsCompleted)
        {
            var component = await server.JoinAsync(Bot, settings);
            components.Add(component);
            component.Transport.MaxSendCount = random.Next(1, 2000);
            if (random.Next(3) == 0) component.Transport.Stall();
            for (var i = random.Next(100); i > 0; i--) await Task.Yield();
            if (random.Next(3) == 0) component.Transport.PushReset();
        }

        await sending;
        return components;
    }

    private static bool IsMessage(string unit) => unit.StartsWith("<message", StringComparison.Ordinal);

    private static int IdOf(string stanza) => int.Parse(Id().Match(stanza).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(" id='([0-9]+)'")]
    private static partial Regex Id();
}
