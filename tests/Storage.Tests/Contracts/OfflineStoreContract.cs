using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="IOfflineStore"/> promises.</summary>
public abstract class OfflineStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private IOfflineStore Offline => Stores.Offline;

    [Fact]
    public async Task Unknown_account_has_nothing_and_takes_nothing()
    {
        Assert.Equal(OfflineAppendStatus.NoSuchAccount, await Offline.AppendAsync(Nobody, Samples.Utf8("a"), 10));
        Assert.Empty(await Offline.ReadAsync(Nobody, 0, 10));
        Assert.Equal(0, await Offline.CountAsync(Nobody));
        await Offline.RemoveAsync(Nobody, 10);
    }

    [Fact]
    public async Task Read_returns_the_messages_oldest_first()
    {
        await AppendAsync(Juliet, "a", "b", "c");

        IReadOnlyList<OfflineMessage> messages = await Offline.ReadAsync(JulietOnBalcony, 0, 10);

        Assert.Equal(["a", "b", "c"], messages.Select(message => Samples.Text(message.Stanza)));
        Assert.True(messages[0].Id < messages[1].Id && messages[1].Id < messages[2].Id);
    }

    [Fact]
    public async Task Read_goes_on_behind_an_id()
    {
        await AppendAsync(Juliet, "a", "b", "c", "d");

        IReadOnlyList<OfflineMessage> first = await Offline.ReadAsync(Juliet, 0, 2);
        IReadOnlyList<OfflineMessage> second = await Offline.ReadAsync(Juliet, first[1].Id, 2);

        Assert.Equal(["a", "b"], first.Select(message => Samples.Text(message.Stanza)));
        Assert.Equal(["c", "d"], second.Select(message => Samples.Text(message.Stanza)));
        Assert.Empty(await Offline.ReadAsync(Juliet, second[1].Id, 2));
    }

    [Fact]
    public async Task Read_of_at_most_none_is_empty()
    {
        await AppendAsync(Juliet, "a");

        Assert.Empty(await Offline.ReadAsync(Juliet, 0, 0));
    }

    [Fact]
    public async Task Append_to_a_full_account_is_refused()
    {
        await AppendAsync(Juliet, "a", "b");

        OfflineAppendStatus status = await Offline.AppendAsync(Juliet, Samples.Utf8("c"), 2);

        Assert.Equal(OfflineAppendStatus.Full, status);
        Assert.Equal(2, await Offline.CountAsync(JulietOnBalcony));
    }

    [Fact]
    public async Task Append_copies_the_stanza_before_it_returns()
    {
        byte[] buffer = Samples.Utf8("a");

        ValueTask<OfflineAppendStatus> append = Offline.AppendAsync(Juliet, buffer, 10);
        buffer[0] = (byte)'!';
        await append;

        Assert.Equal("a", Samples.Text(Assert.Single(await Offline.ReadAsync(Juliet, 0, 10)).Stanza));
    }

    [Fact]
    public async Task Remove_forgets_up_to_and_with_the_id()
    {
        await AppendAsync(Juliet, "a", "b", "c");
        await AppendAsync(Romeo, "r");
        IReadOnlyList<OfflineMessage> messages = await Offline.ReadAsync(Juliet, 0, 10);
        long romeosId = (await Offline.ReadAsync(Romeo, 0, 10))[0].Id;

        await Offline.RemoveAsync(JulietOnBalcony, messages[1].Id);
        IReadOnlyList<OfflineMessage> left = await Offline.ReadAsync(Juliet, 0, 10);
        await Offline.RemoveAsync(Juliet, romeosId);

        Assert.Equal([messages[2].Id], left.Select(message => message.Id));
        Assert.Equal(0, await Offline.CountAsync(Juliet));
        Assert.Equal(1, await Offline.CountAsync(Romeo));
    }

    [Fact]
    public async Task Messages_older_than_a_moment_are_removed_by_domain()
    {
        await AppendAsync(Juliet, "a", "b");
        await AppendAsync(Romeo, "r");
        DateTimeOffset tomorrow = DateTimeOffset.UtcNow.AddDays(1);

        Assert.Equal(0, await Offline.RemoveOlderThanAsync(null, DateTimeOffset.UtcNow.AddDays(-1)));
        Assert.Equal(0, await Offline.RemoveOlderThanAsync("elsewhere.example", tomorrow));
        Assert.Equal(1, await Offline.RemoveOlderThanAsync("montague.example", tomorrow));
        Assert.Equal(0, await Offline.CountAsync(Romeo));
        Assert.Equal(2, await Offline.RemoveOlderThanAsync(null, tomorrow));
        Assert.Equal(0, await Offline.CountAsync(Juliet));
    }

    [Fact]
    public async Task Id_of_a_removed_message_is_not_used_again()
    {
        await AppendAsync(Juliet, "a");
        long id = (await Offline.ReadAsync(Juliet, 0, 10))[0].Id;

        await Offline.RemoveAsync(Juliet, id);
        await AppendAsync(Juliet, "b");

        Assert.True((await Offline.ReadAsync(Juliet, 0, 10))[0].Id > id);
    }

    [Fact]
    public async Task Large_stanza_comes_back_whole()
    {
        var random = new Random(1);
        var stanza = new byte[1024 * 1024];
        random.NextBytes(stanza);

        await Offline.AppendAsync(Juliet, stanza, 10);

        Assert.Equal(stanza, (await Offline.ReadAsync(Juliet, 0, 1))[0].Stanza);
    }

    [Fact]
    public async Task Appends_in_parallel_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => AppendAsync(Juliet, $"{i}"))));
        IReadOnlyList<OfflineMessage> messages = await Offline.ReadAsync(Juliet, 0, 2000);

        Assert.Equal(1000, messages.Select(message => message.Id).Distinct().Count());
        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => $"{i}").Order(),
            messages.Select(message => Samples.Text(message.Stanza)).Order());
    }

    [Fact]
    public async Task Appends_in_parallel_keep_the_limit()
    {
        OfflineAppendStatus[] statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            i => Task.Run(async () => await Offline.AppendAsync(Juliet, Samples.Utf8($"{i}"), 30))));

        Assert.Equal(30, statuses.Count(status => status == OfflineAppendStatus.Stored));
        Assert.Equal(70, statuses.Count(status => status == OfflineAppendStatus.Full));
        Assert.Equal(30, await Offline.CountAsync(Juliet));
    }

    private async Task AppendAsync(Jid account, params string[] stanzas)
    {
        foreach (string stanza in stanzas)
            Assert.Equal(OfflineAppendStatus.Stored, await Offline.AppendAsync(account, Samples.Utf8(stanza), 10_000));
    }
}
