using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="IBlocklistStore"/> promises.</summary>
public abstract class BlocklistStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly Jid _iago = Jid.Parse("iago@shakespeare.lit");
    private static readonly Jid _domain = Jid.Parse("elsewhere.example");
    private static readonly Jid _resource = Jid.Parse("iago@shakespeare.lit/Ω resource");

    private IBlocklistStore Blocklists => Stores.Blocklists;

    [Fact]
    public async Task List_of_nobody_is_empty()
    {
        Assert.Empty(await Blocklists.ListAsync(Juliet));
        Assert.Empty(await Blocklists.ListAsync(Nobody));
        Assert.False(await Blocklists.IsBlockedAsync(Juliet, _iago));
        Assert.False(await Blocklists.IsBlockedAsync(Nobody, _iago));
    }

    [Fact]
    public async Task List_holds_what_was_added_for_the_account()
    {
        await Blocklists.AddAsync(Juliet, [_iago, _domain], 10);
        await Blocklists.AddAsync(JulietOnBalcony, [_resource], 10);

        AssertSame([_iago, _domain, _resource], await Blocklists.ListAsync(JulietOnBalcony));
        Assert.Empty(await Blocklists.ListAsync(Romeo));
    }

    [Fact]
    public async Task Add_tells_what_was_there_and_what_is_new()
    {
        await Blocklists.AddAsync(Juliet, [_iago], 10);

        var change = await Blocklists.AddAsync(Juliet, [_resource, _iago, _domain, _resource], 10);

        Assert.Equal(BlocklistStatus.Done, change.Status);
        Assert.Equal([_iago], change.Before);
        Assert.Equal([_resource, _domain], change.Changed);
    }

    [Fact]
    public async Task Add_of_one_too_many_adds_none()
    {
        await Blocklists.AddAsync(Juliet, [_iago], 10);

        Assert.Equal(BlocklistStatus.Full, (await Blocklists.AddAsync(Juliet, [_iago, _domain, _resource], 2)).Status);
        Assert.Equal([_iago], await Blocklists.ListAsync(Juliet));
        Assert.Equal(BlocklistStatus.Done, (await Blocklists.AddAsync(Juliet, [_iago, _domain], 2)).Status);
        // The limit was lowered since: what is there stays.
        Assert.Equal(BlocklistStatus.Done, (await Blocklists.AddAsync(Juliet, [_iago], 1)).Status);
    }

    [Fact]
    public async Task Change_of_an_unknown_account_is_refused()
    {
        Assert.Equal(BlocklistStatus.NoSuchAccount, (await Blocklists.AddAsync(Nobody, [_iago], 10)).Status);
        Assert.Equal(BlocklistStatus.NoSuchAccount, (await Blocklists.RemoveAsync(Nobody, null)).Status);
    }

    [Fact]
    public async Task Remove_tells_what_was_there_and_what_is_gone()
    {
        await Blocklists.AddAsync(Juliet, [_iago, _domain], 10);
        await Blocklists.AddAsync(Romeo, [_iago], 10);

        var change = await Blocklists.RemoveAsync(JulietOnBalcony, [_resource, _iago, _iago]);

        AssertSame([_iago, _domain], change.Before);
        Assert.Equal([_iago], change.Changed);
        Assert.Equal([_domain], await Blocklists.ListAsync(Juliet));
        Assert.Equal([_iago], await Blocklists.ListAsync(Romeo));
    }

    [Fact]
    public async Task Remove_without_addresses_removes_all()
    {
        await Blocklists.AddAsync(Juliet, [_iago, _domain], 10);

        var change = await Blocklists.RemoveAsync(Juliet, null);

        AssertSame([_iago, _domain], change.Changed);
        Assert.Empty(await Blocklists.ListAsync(Juliet));
        Assert.Empty((await Blocklists.RemoveAsync(Juliet, null)).Changed);
    }

    [Theory]
    [InlineData("iago@shakespeare.lit", "iago@shakespeare.lit", true)]
    [InlineData("iago@shakespeare.lit", "iago@shakespeare.lit/x", true)]
    [InlineData("iago@shakespeare.lit/x", "iago@shakespeare.lit/x", true)]
    [InlineData("iago@shakespeare.lit/x", "iago@shakespeare.lit", false)]
    [InlineData("shakespeare.lit", "iago@shakespeare.lit/x", true)]
    [InlineData("shakespeare.lit", "shakespeare.lit/x", true)]
    [InlineData("shakespeare.lit", "iago@mail.shakespeare.lit", false)]
    [InlineData("shakespeare.lit/x", "shakespeare.lit/x", true)]
    [InlineData("shakespeare.lit/x", "iago@shakespeare.lit/x", false)]
    public async Task Address_is_blocked_by_itself_its_bare_jid_or_its_domain(string item, string address, bool isBlocked)
    {
        await Blocklists.AddAsync(Juliet, [_domain, Jid.Parse(item)], 10);

        Assert.Equal(isBlocked, await Blocklists.IsBlockedAsync(JulietOnBalcony, Jid.Parse(address)));
        Assert.False(await Blocklists.IsBlockedAsync(Romeo, Jid.Parse(address)));
    }

    [Fact]
    public async Task Removing_the_account_removes_its_list()
    {
        await Blocklists.AddAsync(Juliet, [_iago], 10);

        await Stores.Accounts.RemoveAsync(Juliet);
        await Stores.Accounts.CreateAsync(Juliet, Samples.Credentials(1));

        Assert.Empty(await Blocklists.ListAsync(Juliet));
    }

    [Fact]
    public async Task Adds_in_parallel_keep_the_limit()
    {
        BlocklistChange[] changes = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(async () => await Blocklists.AddAsync(Juliet, [Jid.Parse($"d{i}.example")], 20))));

        Assert.Equal(20, changes.Count(change => change.Status == BlocklistStatus.Done));
        Assert.Equal(20, (await Blocklists.ListAsync(Juliet)).Count);
    }

    private static void AssertSame(IEnumerable<Jid> expected, IEnumerable<Jid> actual) => Assert.Equal(
        expected.Select(jid => jid.ToString()).Order(StringComparer.Ordinal),
        actual.Select(jid => jid.ToString()).Order(StringComparer.Ordinal));
}
