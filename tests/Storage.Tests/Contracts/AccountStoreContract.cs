using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="IAccountStore"/> promises.</summary>
public abstract class AccountStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private IAccountStore Accounts => Stores.Accounts;

    [Fact]
    public async Task Accounts_are_counted_by_domain()
    {
        await Stores.Accounts.CreateAsync(Nobody, Samples.Credentials(3));

        Assert.Equal(3, await Stores.Accounts.CountAsync(null));
        Assert.Equal(2, await Stores.Accounts.CountAsync("capulet.example"));
        Assert.Equal(0, await Stores.Accounts.CountAsync("elsewhere.example"));
    }

    [Fact]
    public async Task Find_unknown_account_is_null() => Assert.Null(await Accounts.FindAsync(Nobody));

    [Fact]
    public async Task Find_returns_what_was_created()
    {
        Credentials? found = await Accounts.FindAsync(Juliet);

        Assert.Equal(Samples.Text(Samples.Credentials(1)), Samples.Text(found));
    }

    [Fact]
    public async Task Find_ignores_the_resourcepart() => Assert.NotNull(await Accounts.FindAsync(JulietOnBalcony));

    [Fact]
    public async Task Exists_tells_accounts_from_others()
    {
        Assert.True(await Accounts.ExistsAsync(Juliet));
        Assert.True(await Accounts.ExistsAsync(JulietOnBalcony));
        Assert.False(await Accounts.ExistsAsync(Nobody));
        Assert.False(await Accounts.ExistsAsync(Jid.Parse("capulet.example")));
    }

    [Fact]
    public async Task Create_of_an_existing_account_is_refused_and_changes_nothing()
    {
        bool created = await Accounts.CreateAsync(Juliet, Samples.Credentials(9));

        Assert.False(created);
        Assert.Equal(Samples.Text(Samples.Credentials(1)), Samples.Text(await Accounts.FindAsync(Juliet)));
    }

    [Fact]
    public async Task Create_without_localpart_throws() => await Assert.ThrowsAsync<ArgumentException>(
        async () => await Accounts.CreateAsync(Jid.Parse("capulet.example"), Samples.Credentials(1)));

    [Fact]
    public async Task Create_of_the_same_localpart_in_another_domain_makes_another_account()
    {
        bool created = await Accounts.CreateAsync(Jid.Parse("juliet@montague.example"), Samples.Credentials(9));

        Assert.True(created);
        Assert.Equal(Samples.Text(Samples.Credentials(1)), Samples.Text(await Accounts.FindAsync(Juliet)));
    }

    [Fact]
    public async Task Create_in_parallel_succeeds_once()
    {
        bool[] created = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(async () => await Accounts.CreateAsync(Nobody, Samples.Credentials(i)))));

        Assert.Single(created, isCreated => isCreated);
    }

    [Fact]
    public async Task Set_credentials_replaces_them()
    {
        bool isSet = await Accounts.SetCredentialsAsync(JulietOnBalcony, Samples.Credentials(7));

        Assert.True(isSet);
        Assert.Equal(Samples.Text(Samples.Credentials(7)), Samples.Text(await Accounts.FindAsync(Juliet)));
    }

    [Fact]
    public async Task Set_credentials_of_an_unknown_account_is_refused()
    {
        Assert.False(await Accounts.SetCredentialsAsync(Nobody, Samples.Credentials(7)));
        Assert.False(await Accounts.ExistsAsync(Nobody));
    }

    [Fact]
    public async Task Remove_of_an_unknown_account_is_false() => Assert.False(await Accounts.RemoveAsync(Nobody));

    [Fact]
    public async Task Remove_removes_all_that_any_store_keeps()
    {
        await Stores.Rosters.UpdateAsync(Juliet, Romeo, _ => new RosterItem(Romeo) { Groups = ["Lovers"] }, 10);
        await Stores.Offline.AppendAsync(Juliet, Samples.Utf8("<message/>"), 10);
        await Stores.UserXml.SetAsync(Juliet, "vcard", Samples.Utf8("<vCard/>"), 10);
        await Stores.LastActivity.SetAsync(Juliet, new LastActivity(DateTimeOffset.UnixEpoch, "bye"));

        bool removed = await Accounts.RemoveAsync(JulietOnBalcony);
        bool existed = await Accounts.ExistsAsync(Juliet);
        await Accounts.CreateAsync(Juliet, Samples.Credentials(3));

        Assert.True(removed);
        Assert.False(existed);
        Assert.Empty((await Stores.Rosters.LoadAsync(Juliet)).Items);
        Assert.Empty(await Stores.Offline.ReadAsync(Juliet, 0, 10));
        Assert.Null(await Stores.UserXml.GetAsync(Juliet, "vcard"));
        Assert.Null(await Stores.LastActivity.FindAsync(Juliet));
    }

    [Fact]
    public async Task Remove_leaves_other_accounts_alone()
    {
        await Stores.Offline.AppendAsync(Romeo, Samples.Utf8("<message/>"), 10);

        await Accounts.RemoveAsync(Juliet);

        Assert.True(await Accounts.ExistsAsync(Romeo));
        Assert.Equal(1, await Stores.Offline.CountAsync(Romeo));
    }

    [Fact]
    public async Task List_of_a_domain_is_in_byte_order()
    {
        // In UTF-16 order U+FA0E would come behind U+20BB7, whose first half is a surrogate.
        foreach (string localpart in (string[])["\U00020BB7", "\uFA0E", "z", "é", "a"])
            await Accounts.CreateAsync(Jid.Parse($"{localpart}@verona.example"), Samples.Credentials(1));

        IReadOnlyList<Jid> listed = await Accounts.ListAsync("verona.example", after: null, 10);

        Assert.Equal(
            ["a@verona.example", "z@verona.example", "é@verona.example", "\uFA0E@verona.example", "\U00020BB7@verona.example"],
            listed.Select(jid => jid.ToString()));
    }

    [Fact]
    public async Task List_of_all_domains_goes_through_one_after_another()
    {
        await Accounts.CreateAsync(Jid.Parse("a@montague.example"), Samples.Credentials(1));

        IReadOnlyList<Jid> listed = await Accounts.ListAsync(domain: null, after: null, 10);

        Assert.Equal(
            ["juliet@capulet.example", "a@montague.example", "romeo@montague.example"],
            listed.Select(jid => jid.ToString()));
    }

    [Fact]
    public async Task List_pages_go_on_behind_the_last_account_even_if_it_is_gone()
    {
        foreach (string localpart in (string[])["a", "b", "c", "d"])
            await Accounts.CreateAsync(Jid.Parse($"{localpart}@verona.example"), Samples.Credentials(1));

        IReadOnlyList<Jid> first = await Accounts.ListAsync("verona.example", after: null, 2);
        await Accounts.RemoveAsync(first[1]);
        IReadOnlyList<Jid> second = await Accounts.ListAsync("verona.example", first[1], 2);
        IReadOnlyList<Jid> third = await Accounts.ListAsync("verona.example", second[1], 2);

        Assert.Equal(["a@verona.example", "b@verona.example"], first.Select(jid => jid.ToString()));
        Assert.Equal(["c@verona.example", "d@verona.example"], second.Select(jid => jid.ToString()));
        Assert.Empty(third);
    }

    [Fact]
    public async Task List_pages_of_all_domains_cross_from_one_to_the_next()
    {
        IReadOnlyList<Jid> listed = await Accounts.ListAsync(domain: null, Juliet, 10);

        Assert.Equal([Romeo], listed);
    }

    [Theory]
    [InlineData("a@abraham.example", 1)]
    [InlineData("z@abraham.example", 1)]
    [InlineData("a@capulet.example", 1)]
    [InlineData("z@capulet.example", 0)]
    [InlineData("a@montague.example", 0)]
    public async Task List_of_a_domain_takes_any_account_to_begin_behind(string after, int expected) =>
        Assert.Equal(expected, (await Accounts.ListAsync("capulet.example", Jid.Parse(after), 10)).Count);

    [Theory]
    [InlineData("verona.example", 10)]
    [InlineData("capulet.example", 0)]
    public async Task List_of_nothing_is_empty(string domain, int limit) =>
        Assert.Empty(await Accounts.ListAsync(domain, after: null, limit));

    [Fact]
    public async Task Import_creates_or_replaces_and_counts_the_new()
    {
        await Stores.Offline.AppendAsync(Juliet, Samples.Utf8("<message/>"), 10);

        int created = await Accounts.ImportAsync(
            [new(Juliet, Samples.Credentials(5)), new(Nobody, Samples.Credentials(6)), new(Nobody, Samples.Credentials(7))]);

        Assert.Equal(1, created);
        Assert.Equal(Samples.Text(Samples.Credentials(5)), Samples.Text(await Accounts.FindAsync(Juliet)));
        Assert.Equal(Samples.Text(Samples.Credentials(7)), Samples.Text(await Accounts.FindAsync(Nobody)));
        Assert.Equal(1, await Stores.Offline.CountAsync(Juliet));
    }

    [Fact]
    public async Task Import_with_one_wrong_account_imports_none()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Accounts.ImportAsync(
            [new(Nobody, Samples.Credentials(6)), new(Jid.Parse("capulet.example"), Samples.Credentials(7))]));

        Assert.False(await Accounts.ExistsAsync(Nobody));
    }

    [Fact]
    public async Task Import_of_nothing_creates_nothing() => Assert.Equal(0, await Accounts.ImportAsync([]));

    [Fact]
    public async Task Server_secret_is_32_bytes_and_stays()
    {
        byte[][] secrets = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Task.Run(async () => await Accounts.GetServerSecretAsync())));

        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        Assert.Equal(32, secrets[0].Length);
        Assert.NotEqual(new byte[32], secrets[0]);
    }
}
