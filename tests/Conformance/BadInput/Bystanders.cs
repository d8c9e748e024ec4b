using System.Globalization;
using Meerkat.Conformance.Runner;
using Xunit;

namespace Meerkat.Conformance.BadInput;

/// <summary>Two clients who chat while others misbehave, and must notice nothing. One per test.</summary>
internal sealed class Bystanders : IAsyncDisposable
{
    // Enough to be under way before, during and after even a quick misdeed.
    private const int MinExchanges = 50;

    private readonly Client _one;
    private readonly Client _two;

    private Bystanders(Client one, Client two)
    {
        _one = one;
        _two = two;
    }

    public static async Task<Bystanders> ComeOnlineAsync(BadInputServer server)
    {
        var bystanders = new Bystanders(server.NewClient(), server.NewClient());
        await bystanders._one.ConnectAsync();
        await bystanders._two.ConnectAsync();
        return bystanders;
    }

    /// <summary>Chats until the misdeed is done. Every message must arrive, in order, and nothing else.</summary>
    public async Task ChatDuringAsync(Task misdeed)
    {
        for (var i = 0; i < MinExchanges || !misdeed.IsCompleted; i++)
        {
            await SayAsync(_one, _two, i);
            await SayAsync(_two, _one, i);
        }

        await misdeed;
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private static async Task SayAsync(Client speaker, Client listener, int number)
    {
        await speaker.SendAsync($"<message to='{listener.FullJid}' type='chat' id='{number}'><body>{number}</body></message>");

        var heard = await listener.Connection.ReceiveAsync();

        Assert.Equal("message", heard.Name.LocalName);
        Assert.Equal(speaker.FullJid, heard.Attribute("from")?.Value);
        Assert.Equal(number.ToString(CultureInfo.InvariantCulture), heard.Attribute("id")?.Value);
    }
}
