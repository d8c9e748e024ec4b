using System.Text;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class NewcomersTests
{
    private const int Crowd = 200;

    [Fact]
    public async Task What_newcomers_say_is_left_to_the_pool_when_they_are_many()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        int pushing = 0;
        bool isHere = false;
        owner.Received = (_, unread) =>
        {
            isHere = Environment.CurrentManagedThreadId == Volatile.Read(ref pushing);
            if (unread.SequenceEqual("password"u8)) connection.Welcome();
            return unread.Length;
        };

        Assert.True(await IsHeardHereAsync("alone"));
        for (int i = 0; i < Crowd; i++) net.Network.Newcomers.Enter();
        Assert.True(net.Network.Newcomers.AreMany);
        Assert.False(await IsHeardHereAsync("in a crowd"));
        Assert.False(await IsHeardHereAsync("password"));

        Assert.False(net.Network.Newcomers.AreMany);
        net.Network.Newcomers.Enter();
        Assert.True(net.Network.Newcomers.AreMany);
        Assert.True(await IsSoonHeardHereAsync("at home"));

        // A turn that is still at its end on another thread takes the next bytes along.
        async Task<bool> IsSoonHeardHereAsync(string text)
        {
            for (int i = 0; i < 1000; i++)
            {
                if (await IsHeardHereAsync(text)) return true;
                await Task.Delay(1);
            }

            return false;
        }

        async Task<bool> IsHeardHereAsync(string text)
        {
            Volatile.Write(ref pushing, Environment.CurrentManagedThreadId);
            peer.Push(Encoding.ASCII.GetBytes(text));
            Volatile.Write(ref pushing, 0);
            await owner.ExpectAsync("received " + text);
            // What that turn has written is there once it has ended, as another one shows.
            connection.NotifyWhenSent();
            await owner.ExpectAsync("sent");
            return isHere;
        }
    }

    [Fact]
    public async Task Connection_that_ends_is_no_newcomer_any_more()
    {
        await using var net = new NetFixture();
        (_, MemoryTransport peer, RecordingOwner owner) = net.Open();
        for (int i = 0; i < Crowd; i++) net.Network.Newcomers.Enter();
        Assert.True(net.Network.Newcomers.AreMany);

        peer.PushReset();
        await owner.ExpectAsync("closed PeerReset");

        Assert.False(net.Network.Newcomers.AreMany);
    }
}
