using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Meerkat.Storage.Tests.Contracts;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteKeyReaderTests : IDisposable
{
    private static readonly Jid _juliet = Jid.Parse("juliet@capulet.example");
    private static readonly Jid _romeo = Jid.Parse("romeo@montague.example");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Keys_are_found_while_the_thread_of_the_store_is_busy()
    {
        await using SqliteStores stores = await OpenAsync();
        using Pause pause = Pause.Start(stores);
        using SqliteKeyReader reader = Open(TimeProvider.System);

        Assert.True(reader.TryFind(_juliet, out Credentials? found));
        Assert.True(reader.TryFind(_romeo, out Credentials? missing));

        Assert.Equal(Samples.Text(Samples.Credentials(1)), Samples.Text(found));
        Assert.Null(missing);
        Assert.Equal(2, reader.Reads);
        pause.Release();
    }

    [Fact]
    public async Task Keys_are_found_while_another_process_writes()
    {
        await using SqliteStores stores = await OpenAsync();
        using SqliteKeyReader reader = Open(TimeProvider.System);
        using var other = new SqliteDatabase(_directory.DatabaseFile);
        Assert.True(other.TryBeginWrite());
        other.Execute("DELETE FROM account");

        Assert.True(reader.TryFind(_juliet, out Credentials? before));
        other.Execute("COMMIT");
        Assert.True(reader.TryFind(_juliet, out Credentials? after));

        Assert.NotNull(before);
        Assert.Null(after);
    }

    [Fact]
    public async Task Slow_disk_is_left_to_the_thread_of_the_store_for_twenty_times_as_long()
    {
        // The look-up begins at 0 and ends at 10 ms, and then it is 20.
        await using SqliteStores stores = await OpenAsync();
        var time = new SteppingTime();
        using SqliteKeyReader reader = Open(time);

        time.Step = TimeSpan.FromMilliseconds(10);
        Assert.True(reader.TryFind(_juliet, out _));
        time.Step = TimeSpan.Zero;
        Assert.False(reader.TryFind(_juliet, out _));
        time.Advance(TimeSpan.FromMilliseconds(189));
        Assert.False(reader.TryFind(_juliet, out _));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(reader.TryFind(_juliet, out _));
        Assert.True(reader.TryFind(_juliet, out _));
    }

    [Fact]
    public async Task Account_whose_keys_are_missing_is_left_to_the_thread_of_the_store()
    {
        await using SqliteStores stores = await OpenAsync();
        _directory.Execute("DELETE FROM scram_key WHERE hash = 256");
        using SqliteKeyReader reader = Open(TimeProvider.System);

        Assert.False(reader.TryFind(_juliet, out _));
        _directory.Execute("DELETE FROM scram_key");
        Assert.False(reader.TryFind(_juliet, out _));

        var error = await Assert.ThrowsAsync<StoreException>(async () => await stores.Accounts.FindAsync(_juliet));
        Assert.Equal(StoreFailure.Corrupt, error.Failure);
    }

    [Fact]
    public async Task Nothing_is_found_after_the_end()
    {
        await using SqliteStores stores = await OpenAsync();
        SqliteKeyReader reader = Open(TimeProvider.System);

        reader.Dispose();
        reader.Dispose();

        Assert.False(reader.TryFind(_juliet, out _));
    }

    [Fact]
    public void File_that_is_none_is_told()
    {
        var error = Assert.Throws<StoreException>(() => Open(TimeProvider.System));

        Assert.Equal(StoreFailure.Inaccessible, error.Failure);
        Assert.Contains(_directory.DatabaseFile, error.Message, StringComparison.Ordinal);
    }

    private SqliteKeyReader Open(TimeProvider time) => SqliteKeyReader.Open(_directory.DatabaseFile, time);

    private async Task<SqliteStores> OpenAsync()
    {
        SqliteStores stores = await _directory.OpenAsync();
        await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
        return stores;
    }

    /// <summary>Goes on by a step whenever it is read.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public TimeSpan Step { get; set; }

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            long now = _now;
            _now += Step.Ticks;
            return now;
        }
    }
}
