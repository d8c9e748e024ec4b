using System.Text;
using Meerkat.Engine.Access;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Tests;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>
/// From bytes received to bytes sent: scanner, header, router, session, outbox and transport. All of it runs on the thread
/// that pushes the bytes, so that its allocations can be counted.
/// </summary>
[Collection(nameof(WholeProcess))]
public sealed class StanzaPathAllocationTests
{
    private const int Messages = 20_000;
    private const int WarmUp = 2_000;

    [Theory]
    [InlineData("<message to='juliet@example.org/balcony' type='chat' id='c1'><body>Art thou not Romeo?</body></message>")]
    [InlineData("<message to='juliet@example.org' type='chat'><body>Art thou &lt;not&gt; Romeo?</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>")]
    [InlineData("<message from='romeo@example.org/orchard' to='juliet@example.org/balcony' xml:lang='en'><body>x</body></message>")]
    [InlineData("<iq to='juliet@example.org/balcony' type='get' id='q1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")]
    [InlineData("<iq to='juliet@example.org/balcony' type='result' id='0123456789abcdef0123456789abcdef'/>")]
    [InlineData("<message to='juliet@example.org/balcony' type='error' id='e1'><body>Art thou not Romeo?</body></message>")]
    public async Task Routed_stanza_allocates_nothing(string stanza)
    {
        Skip.InDebug();
        await using var server = new TestServer();
        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        var path = new SynchronousPath(romeo.Transport, Encoding.UTF8.GetBytes(stanza), juliet.Transport);

        AssertAllocatesNothing(path);
    }

    [Theory]
    [InlineData("<message to='juliet@example.org/balcony' type='chat' id='c1'><body>Art thou not Romeo?</body></message>")]
    [InlineData("<message to='juliet@example.org' type='chat' id='c1'><body>Art thou not Romeo?</body></message>")]
    [InlineData("<iq to='juliet@example.org/balcony' type='get' id='q1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")]
    public async Task Stanza_between_users_who_block_others_allocates_nothing(string stanza)
    {
        Skip.InDebug();
        await using var server = new TestServer();
        foreach (var account in new[] { "romeo@example.org", "juliet@example.org" })
        {
            await server.AddAccountAsync(account);
            Jid[] blocked = [Jid.Parse("tybalt@example.org"), Jid.Parse("paris@example.org/tomb"), Jid.Parse("elsewhere.example")];
            await server.Stores.Blocklists.AddAsync(Jid.Parse(account), blocked, 10);
        }

        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        var path = new SynchronousPath(romeo.Transport, Encoding.UTF8.GetBytes(stanza), juliet.Transport);

        AssertAllocatesNothing(path);
    }

    [Fact]
    public async Task Shaped_stanza_allocates_nothing()
    {
        Skip.InDebug();
        var rate = new ShaperRate("fast") { BytesPerSecond = 1 << 30, StanzasPerSecond = 1_000_000, Burst = TimeSpan.FromHours(1) };
        await using var server = new TestServer(new TestServerOptions { Access = new() { ClientShaper = new([new(Acl.All, rate)]) } });
        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        var stanza = "<message to='juliet@example.org/balcony' type='chat'><body>Art thou not Romeo?</body></message>"u8.ToArray();

        AssertAllocatesNothing(new SynchronousPath(romeo.Transport, stanza, juliet.Transport));
    }

    [Fact]
    public async Task Stanza_in_many_pieces_allocates_nothing()
    {
        Skip.InDebug();
        await using var server = new TestServer();
        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        var stanza = Encoding.UTF8.GetBytes($"<message to='juliet@example.org/balcony'><body>{new string('x', 3000)}</body></message>");
        var path = new SynchronousPath(romeo.Transport, stanza, juliet.Transport) { PieceBytes = 700 };

        AssertAllocatesNothing(path);
    }

    [Theory]
    [InlineData("<message to='bot.example.org' type='chat' id='c1'><body>Art thou not Romeo?</body></message>")]
    [InlineData("<message xmlns='jabber:client' to='nurse@bot.example.org/pda' type='chat' from='romeo@example.org'><body>x</body></message>")]
    [InlineData("<iq to='bot.example.org' type='get' id='q1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")]
    public async Task Stanza_to_a_component_allocates_nothing(string stanza)
    {
        Skip.InDebug();
        await using var server = new TestServer();
        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var bot = await server.JoinAsync("bot.example.org");
        var path = new SynchronousPath(romeo.Transport, Encoding.UTF8.GetBytes(stanza), bot.Transport);

        AssertAllocatesNothing(path);
    }

    [Theory]
    [InlineData("<message from='bot.example.org' to='romeo@example.org/orchard' type='chat'><body>Hi</body></message>")]
    [InlineData("<message to='irc.example.org' from='nurse@bot.example.org/pda' id='1'><body>Hi</body></message>")]
    public async Task Stanza_of_a_component_allocates_nothing(string stanza)
    {
        Skip.InDebug();
        await using var server = new TestServer();
        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var bot = await server.JoinAsync("bot.example.org");
        var irc = await server.JoinAsync("irc.example.org");
        var recipient = stanza.Contains("irc", StringComparison.Ordinal) ? irc.Transport : romeo.Transport;
        var path = new SynchronousPath(bot.Transport, Encoding.UTF8.GetBytes(stanza), recipient);

        AssertAllocatesNothing(path);
    }

    /// <summary>What a presence keeps: its bytes and one object for those who ask later. More than that is a regression.</summary>
    [Fact]
    public async Task Presence_update_allocates_what_it_keeps()
    {
        Skip.InDebug();
        // Without the delay, in which it waits for company: each is awaited here.
        await using var server = new TestServer(new TestServerOptions { Net = new NetOptions { PresenceDelay = TimeSpan.Zero } });
        foreach (var contact in new[] { "a", "b", "c" }) await server.BefriendAsync("romeo@example.org", $"{contact}@example.org");
        var a = await server.LoginAvailableAsync("a@example.org/r");
        var b = await server.LoginAvailableAsync("b@example.org/r");
        var c = await server.LoginAvailableAsync("c@example.org/r");
        var romeo = await server.LoginAvailableAsync("romeo@example.org/orchard");
        var presence = "<presence><show>away</show><status>Out</status></presence>"u8.ToArray();
        var path = new SynchronousPath(romeo.Transport, presence, a.Transport, b.Transport, c.Transport, romeo.Transport);
        path.WarmUp(WarmUp);

        var before = GC.GetAllocatedBytesForCurrentThread();
        path.Run(Messages);
        var perPresence = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;

        // 112: the array of the stamped stanza; 56: AvailablePresence. The runtime counts what it leaves unused at the end
        // of each 8 KiB that it gives a thread, hence 5 % more.
        Assert.InRange(perPresence, 0, 1.05 * (112 + 56));
    }

    private static void AssertAllocatesNothing(SynchronousPath path)
    {
        path.WarmUp(WarmUp);

        using var noCollection = new NoCollection();
        var before = GC.GetAllocatedBytesForCurrentThread();
        path.Run(Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    /// <summary>Pushes one stanza after another and takes what the recipients were sent before the push returned.</summary>
    private sealed class SynchronousPath(MemoryTransport sender, byte[] stanza, params MemoryTransport[] recipients)
    {
        // What is left out on the way, a declaration or the sender's address, is never half of a stanza.
        private readonly int _leastBytes = stanza.Length / 2;

        public int PieceBytes { get; init; } = int.MaxValue;

        /// <summary>Until the server's last turn of the login, on another thread, is over and ours do all the work.</summary>
        public void WarmUp(int stanzas)
        {
            foreach (var recipient in recipients) recipient.DropSent();
            for (var i = 0; i < stanzas || !TryPass(); i++)
            {
                TryPass();
            }
        }

        public void Run(int stanzas)
        {
            for (var i = 0; i < stanzas; i++)
            {
                if (!TryPass()) throw new InvalidOperationException($"Stanza {i} was not delivered in its turn.");
            }
        }

        // True if the recipients have been sent it when the last push returns.
        private bool TryPass()
        {
            for (var sent = 0; sent < stanza.Length; sent += Math.Min(PieceBytes, stanza.Length))
            {
                sender.Push(stanza.AsSpan(sent, Math.Min(PieceBytes, stanza.Length - sent)));
            }

            var isAtOnce = true;
            foreach (var recipient in recipients) isAtOnce &= IsSent(recipient);
            return isAtOnce;
        }

        private bool IsSent(MemoryTransport recipient)
        {
            if (recipient.DropSent() >= _leastBytes) return true;

            AwaitSent(recipient);
            return false;
        }

        // Apart, for its closure is made where the method begins.
        private void AwaitSent(MemoryTransport recipient) =>
            SpinWait.SpinUntil(() => recipient.DropSent() >= _leastBytes, TestClient.Patience);
    }

    private static class Skip
    {
        /// <summary>Debug builds remember who rented each buffer, which allocates.</summary>
        public static void InDebug()
        {
#if DEBUG
            Assert.Skip("Allocations are counted in Release builds.");
#endif
        }
    }
}
