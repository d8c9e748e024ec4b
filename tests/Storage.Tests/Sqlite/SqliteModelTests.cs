using System.Globalization;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Meerkat.Storage.Tests.Contracts;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

/// <summary>Random operations on both implementations: the plain one in memory is the model of the other.</summary>
public sealed class SqliteModelTests
{
    private static readonly Jid[] _accounts = [
        .. ((string[])["a@x.example", "b@x.example", "c@y.example", "nobody@y.example"]).Select(Jid.Parse)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_operations_have_the_same_results_in_both(int seed)
    {
        using var directory = new TemporaryDirectory();
        await using SqliteStores sqlite = await directory.OpenAsync();
        await using var memory = new MemoryStores();
        var random = new Random(seed);

        for (int i = 0; i < 1500; i++)
        {
            int operation = random.Next(21);
            int argument = random.Next(1000);
            string expected = await RunAsync(memory, operation, argument);

            string actual = await RunAsync(sqlite, operation, argument);

            Assert.Equal($"{i}: {operation} {argument} {expected}", $"{i}: {operation} {argument} {actual}");
        }
    }

    // Long by design: one case per operation.
    private static async Task<string> RunAsync(IStores stores, int operation, int argument)
    {
        Jid account = _accounts[argument % _accounts.Length];
        Jid contact = _accounts[argument / 4 % _accounts.Length];
        string key = $"key{argument % 5}";
        byte[] element = Samples.Utf8($"<e{argument}/>");
        return operation switch
        {
            0 => Text(await stores.Accounts.CreateAsync(account, Samples.Credentials(argument % 50))),
            1 => Text(await stores.Accounts.SetCredentialsAsync(account, Samples.Credentials(argument % 50))),
            2 => Text(argument % 5 == 0 && await stores.Accounts.RemoveAsync(account)),
            3 => Samples.Text(await stores.Accounts.FindAsync(account)),
            4 => string.Join(' ', await stores.Accounts.ListAsync(argument % 2 == 0 ? "x.example" : null, contact, 2)),
            5 or 6 or 7 => Text(await stores.Rosters.UpdateAsync(account, contact, item => Change(item, contact, argument), 3)),
            8 => Text(await stores.Rosters.LoadAsync(account)),
            9 => Text(await stores.Offline.AppendAsync(account, element, 4)),
            10 => string.Join(' ', (await stores.Offline.ReadAsync(account, argument / 100, 3)).Select(Text)),
            11 => Text(await stores.UserXml.SetAsync(account, key, element, 3)),
            12 => Samples.Text(await stores.UserXml.GetAsync(account, key)),
            13 => Text(await SwapAsync(stores.LastActivity, account, argument)),
            14 => Text(await stores.Push.EnableAsync(account, new(contact, key, element), 3)),
            15 => Text(await DisableAsync(stores.Push, account, contact, argument % 2 == 0 ? key : null)),
            16 => Text(await stores.Blocklists.AddAsync(account, [contact, _accounts[argument / 16 % _accounts.Length]], 3)),
            17 => Text(await stores.Blocklists.RemoveAsync(account, argument % 3 == 0 ? null : [contact])),
            18 => Sorted(await stores.Blocklists.ListAsync(account)),
            19 => Text(await stores.Blocklists.IsBlockedAsync(account, contact)),
            _ => string.Join(' ', (await stores.Push.ListAsync(account)).Select(Samples.Text).Order(StringComparer.Ordinal)),
        };
    }

    private static RosterItem? Change(RosterItem? item, Jid contact, int argument) => (argument % 6) switch
    {
        0 => null,
        1 => item,
        2 => new RosterItem(contact) { IsInRoster = false, IsPendingIn = true, Request = Samples.Utf8($"{argument}") },
        3 => new RosterItem(contact) { Groups = [$"g{argument}", "g"], Subscription = Subscription.Both },
        4 => (item ?? new RosterItem(contact)) with { Name = $"n{argument}" },
        _ => (item ?? new RosterItem(contact)) with { IsInRoster = true, IsPendingOut = true },
    };

    private static async Task<LastActivity?> SwapAsync(ILastActivityStore store, Jid account, int argument)
    {
        LastActivity? before = await store.FindAsync(account);
        await store.SetAsync(account, new LastActivity(DateTimeOffset.FromUnixTimeMilliseconds(argument), $"{argument}"));
        return before;
    }

    private static async Task<int> DisableAsync(IPushStore store, Jid account, Jid service, string? node)
    {
        await store.DisableAsync(account, service, node);
        return (await store.ListAsync(account)).Count;
    }

    private static string Text(BlocklistChange change) => $"{change.Status} {Sorted(change.Before)} {Sorted(change.Changed)}";

    private static string Sorted(IEnumerable<Jid> jids) => string.Join(' ', jids.Select(jid => $"{jid}").Order(StringComparer.Ordinal));

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Text(OfflineMessage message) => $"{message.Id}:{Samples.Text(message.Stanza)}";

    private static string Text(RosterChange change) =>
        $"{change.Status} {change.Version}: {Text(change.Before)} -> {Text(change.After)}";

    private static string Text(Roster roster) =>
        $"{roster.Version} {roster.RemovalVersion}: {string.Join(' ', roster.Items.Select(Text).Order())}";

    private static string Text(RosterItem? item) => item is null
        ? "none"
        : $"[{item with { Groups = [], Request = null }} {string.Join('/', item.Groups)} {Samples.Text(item.Request)}]";
}
