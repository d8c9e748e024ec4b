using System.Globalization;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="IRosterStore"/> promises.</summary>
public abstract class RosterStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly Jid _nurse = Jid.Parse("nurse@capulet.example");

    private IRosterStore Rosters => Stores.Rosters;

    [Fact]
    public async Task Load_of_an_unknown_account_is_empty()
    {
        Roster roster = await Rosters.LoadAsync(Nobody);

        Assert.Empty(roster.Items);
        Assert.Equal(0, roster.Version);
    }

    [Fact]
    public async Task Load_of_a_new_account_is_empty()
    {
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.Empty(roster.Items);
        Assert.Equal(0, roster.Version);
        Assert.Equal(0, roster.RemovalVersion);
    }

    [Fact]
    public async Task Update_of_an_unknown_account_is_refused()
    {
        RosterChange change = await Rosters.UpdateAsync(Nobody, Romeo, _ => new RosterItem(Romeo), 10);

        Assert.Equal(new RosterChange(null, null, 0, RosterUpdateStatus.NoSuchAccount), change);
    }

    [Fact]
    public async Task Update_adds_an_item_with_all_it_has()
    {
        var item = new RosterItem(Romeo)
        {
            Name = "Roméo",
            Groups = ["Lovers", "Banished", "A"],
            Subscription = Subscription.From,
            IsPendingOut = true,
            IsPendingIn = true,
            Request = Samples.Utf8("<presence type='subscribe'/>"),
            IsPreApproved = true,
            IsInRoster = false,
        };

        RosterChange change = await Rosters.UpdateAsync(Juliet, Romeo, _ => item, 10);
        Roster roster = await Rosters.LoadAsync(JulietOnBalcony);

        Assert.Equal(new RosterChange(null, item with { Version = 1 }, 1, RosterUpdateStatus.Done), change);
        Assert.Equal(1, roster.Version);
        AssertEqual(item with { Version = 1 }, Assert.Single(roster.Items));
    }

    [Theory]
    [InlineData(Subscription.None)]
    [InlineData(Subscription.To)]
    [InlineData(Subscription.From)]
    [InlineData(Subscription.Both)]
    public async Task Update_keeps_a_plain_item(Subscription subscription)
    {
        var item = new RosterItem(Romeo) { Subscription = subscription };

        await Rosters.UpdateAsync(Juliet, Romeo, _ => item, 10);

        AssertEqual(item with { Version = 1 }, (await Rosters.LoadAsync(Juliet)).Find(Romeo)!);
    }

    [Fact]
    public async Task Transition_gets_null_and_later_the_item()
    {
        List<RosterItem?> seen = [];
        RosterItem Transition(RosterItem? item)
        {
            seen.Add(item);
            return new RosterItem(Romeo) { Name = "Romeo", Groups = ["Lovers"] };
        }

        await Rosters.UpdateAsync(Juliet, Romeo, Transition, 10);
        await Rosters.UpdateAsync(Juliet, Romeo, Transition, 10);

        Assert.Null(seen[0]);
        AssertEqual(new RosterItem(Romeo) { Name = "Romeo", Groups = ["Lovers"], Version = 1 }, seen[1]!);
    }

    [Fact]
    public async Task Transition_to_the_same_instance_changes_nothing()
    {
        await AddAsync(Romeo);

        RosterChange change = await Rosters.UpdateAsync(Juliet, Romeo, item => item, 10);

        Assert.Same(change.Before, change.After);
        Assert.Equal(1, change.Version);
        Assert.Equal(RosterUpdateStatus.Done, change.Status);
        Assert.Equal(1, (await Rosters.LoadAsync(Juliet)).Version);
    }

    [Fact]
    public async Task Transition_from_nothing_to_nothing_changes_nothing()
    {
        RosterChange change = await Rosters.UpdateAsync(Juliet, Romeo, _ => null, 10);

        Assert.Equal(new RosterChange(null, null, 0, RosterUpdateStatus.Done), change);
    }

    [Fact]
    public async Task Change_replaces_the_item_and_raises_the_version()
    {
        await Rosters.UpdateAsync(Juliet, Romeo, _ => new RosterItem(Romeo) { Groups = ["Lovers", "Foes"] }, 10);
        await AddAsync(_nurse);

        RosterChange change = await Rosters.UpdateAsync(Juliet, Romeo, item => item! with { Groups = ["Husbands"] }, 10);
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.Equal(3, change.Version);
        Assert.Equal(1, change.Before!.Version);
        Assert.Equal(3, change.After!.Version);
        Assert.Equal(3, roster.Version);
        Assert.Equal(2, roster.Find(_nurse)!.Version);
        AssertEqual(new RosterItem(Romeo) { Groups = ["Husbands"], Version = 3 }, roster.Find(Romeo)!);
    }

    [Fact]
    public async Task Removal_raises_both_versions()
    {
        await AddAsync(Romeo);
        await AddAsync(_nurse);

        RosterChange change = await Rosters.UpdateAsync(Juliet, Romeo, _ => null, 10);
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.Equal(1, change.Before!.Version);
        Assert.Null(change.After);
        Assert.Equal(3, change.Version);
        Assert.Equal(3, roster.Version);
        Assert.Equal(3, roster.RemovalVersion);
        Assert.Null(roster.Find(Romeo));
    }

    [Fact]
    public async Task Hiding_an_item_is_a_removal()
    {
        await AddAsync(Romeo);

        await Rosters.UpdateAsync(Juliet, Romeo, item => item! with { IsInRoster = false }, 10);

        Assert.Equal(2, (await Rosters.LoadAsync(Juliet)).RemovalVersion);
    }

    [Fact]
    public async Task Removing_a_hidden_item_is_no_removal()
    {
        await Rosters.UpdateAsync(Juliet, Romeo, _ => new RosterItem(Romeo) { IsInRoster = false }, 10);

        await Rosters.UpdateAsync(Juliet, Romeo, _ => null, 10);
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.Equal(2, roster.Version);
        Assert.Equal(0, roster.RemovalVersion);
    }

    [Fact]
    public async Task Full_roster_takes_no_new_item_but_changes_the_old()
    {
        await Rosters.UpdateAsync(Juliet, Romeo, _ => new RosterItem(Romeo) { IsInRoster = false }, 1);

        RosterChange added = await Rosters.UpdateAsync(Juliet, _nurse, _ => new RosterItem(_nurse), 1);
        RosterChange changed = await Rosters.UpdateAsync(Juliet, Romeo, item => item! with { Name = "R" }, 1);

        Assert.Equal(new RosterChange(null, null, 1, RosterUpdateStatus.RosterFull), added);
        Assert.Equal(RosterUpdateStatus.Done, changed.Status);
        Assert.Equal([Romeo], (await Rosters.LoadAsync(Juliet)).Items.Select(item => item.Contact));
    }

    [Fact]
    public async Task Transition_that_throws_changes_nothing()
    {
        await AddAsync(Romeo);

        var thrown = await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await Rosters.UpdateAsync(
            Juliet, Romeo, _ => throw new InvalidTimeZoneException("Verona"), 10));
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.Equal("Verona", thrown.Message);
        Assert.Equal(1, roster.Version);
        Assert.NotNull(roster.Find(Romeo));
    }

    [Fact]
    public async Task Rosters_of_accounts_are_apart()
    {
        await AddAsync(_nurse);

        Roster roster = await Rosters.LoadAsync(Romeo);

        Assert.Empty(roster.Items);
        Assert.Equal(0, roster.Version);
    }

    [Fact]
    public async Task Versions_of_a_removed_account_are_not_used_again()
    {
        await AddAsync(Romeo);
        await AddAsync(_nurse);

        await Stores.Accounts.RemoveAsync(Juliet);
        await Stores.Accounts.CreateAsync(Juliet, Samples.Credentials(1));
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.True(roster.Version > 2);
        Assert.True(roster.RemovalVersion > 2);
    }

    [Fact]
    public async Task Updates_of_one_item_in_parallel_are_serialized()
    {
        static RosterItem CountUp(RosterItem? item)
        {
            int count = int.Parse(item?.Name ?? "0", CultureInfo.InvariantCulture) + 1;
            return new RosterItem(Romeo) { Name = count.ToString(CultureInfo.InvariantCulture) };
        }

        RosterChange[] changes = await Task.WhenAll(Enumerable.Range(0, 500).Select(
            _ => Task.Run(async () => await Rosters.UpdateAsync(Juliet, Romeo, CountUp, 10))));
        Roster roster = await Rosters.LoadAsync(Juliet);

        Assert.Equal(500, changes.Select(change => change.Version).Distinct().Count());
        Assert.All(changes, change => Assert.Equal(
            change.Version.ToString(CultureInfo.InvariantCulture), change.After!.Name));
        Assert.Equal(500, roster.Version);
        Assert.Equal("500", roster.Find(Romeo)!.Name);
    }

    private async Task AddAsync(Jid contact) =>
        await Rosters.UpdateAsync(Juliet, contact, _ => new RosterItem(contact), 10);

    /// <summary>Records compare lists by reference; this compares what is in them.</summary>
    private static void AssertEqual(RosterItem expected, RosterItem actual)
    {
        Assert.Equal(expected.Groups, actual.Groups);
        Assert.Equal(Samples.Text(expected.Request), Samples.Text(actual.Request));
        Assert.Equal(expected, actual with { Groups = expected.Groups, Request = expected.Request });
    }
}
