using Meerkat.Parser.Jids;
using Meerkat.Storage.Tests.Contracts;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteBlocklistStoreTests : BlocklistStoreContract<SqliteBackend>
{
    [Fact]
    public async Task Who_blocks_nobody_does_not_wait_for_the_store()
    {
        using var directory = new TemporaryDirectory();
        Jid iago = Jid.Parse("iago@shakespeare.lit");
        await using (var before = await directory.OpenAsync())
        {
            await before.Accounts.CreateAsync(Juliet, Samples.Credentials(1));
            await before.Accounts.CreateAsync(Romeo, Samples.Credentials(1));
            await before.Blocklists.AddAsync(Juliet, [iago], 10);
        }

        await using var stores = await directory.OpenAsync();

        Assert.True(stores.Blocklists.ListAsync(Romeo).AsTask().IsCompleted);
        Assert.True(stores.Blocklists.IsBlockedAsync(Romeo, iago).AsTask().IsCompleted);
        Assert.Equal([iago], await stores.Blocklists.ListAsync(Juliet));
        await stores.Blocklists.AddAsync(Romeo, [iago], 10);
        Assert.True(await stores.Blocklists.IsBlockedAsync(Romeo, iago));
    }
}
