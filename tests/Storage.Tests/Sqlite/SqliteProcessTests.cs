using System.Globalization;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Meerkat.Storage.Tests.Contracts;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteProcessTests : IDisposable
{
    private static readonly Jid _juliet = Jid.Parse("juliet@capulet.example");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1, 50)]
    [InlineData(32, 1)]
    [InlineData(32, 5000)]
    public async Task Killed_process_loses_nothing_acknowledged(int writers, int acknowledgements)
    {
        await using (SqliteStores stores = await _directory.OpenAsync())
            await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
        using var child = new ChildProcess("append", _directory.Path, writers.ToString(CultureInfo.InvariantCulture));

        List<long> acknowledged = await child.ReadNumbersAsync(acknowledgements);
        child.Kill();
        acknowledged.AddRange(await child.ReadNumbersAsync(int.MaxValue));
        await child.WaitForExitAsync();
        await using SqliteStores reopened = await _directory.OpenAsync();
        IReadOnlyList<OfflineMessage> messages = await reopened.Offline.ReadAsync(_juliet, 0, int.MaxValue);

        HashSet<long> kept = [.. messages.Select(
            message => long.Parse(Samples.Text(message.Stanza), CultureInfo.InvariantCulture))];
        Assert.True(acknowledged.Count >= acknowledgements);
        Assert.Equal(messages.Count, kept.Count);
        Assert.Empty(acknowledged.Except(kept));
    }

    [Fact]
    public async Task Processes_write_at_once()
    {
        await using SqliteStores stores = await _directory.OpenAsync();
        using var first = new ChildProcess("create", _directory.Path, "first", "200");
        using var second = new ChildProcess("create", _directory.Path, "second", "200");

        for (int i = 0; i < 200; i++)
            Assert.True(await stores.Accounts.CreateAsync(Jid.Parse($"own{i}@capulet.example"), Samples.Credentials(i)));

        Assert.Equal(0, await first.WaitForExitAsync());
        Assert.Equal(0, await second.WaitForExitAsync());
        Assert.Equal(600, (await stores.Accounts.ListAsync("capulet.example", null, 1000)).Count);
    }
}
