using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Meerkat.Storage.Tests.Contracts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteBatchesTests : IAsyncLifetime
{
    private static readonly Jid _juliet = Jid.Parse("juliet@capulet.example");
    private static readonly Jid _romeo = Jid.Parse("romeo@montague.example");

    private readonly TemporaryDirectory _directory = new();
    private SqliteStores _stores = null!;

    public async ValueTask InitializeAsync()
    {
        _stores = await _directory.OpenAsync();
        await _stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Writes_that_wait_together_are_committed_together()
    {
        long commits = _stores.Metrics.Commits;
        long writes = _stores.Metrics.Writes;
        using Pause pause = Pause.Start(_stores);
        Task<OfflineAppendStatus>[] appends = [.. Enumerable.Range(0, 300).Select(AppendAsync)];

        int queued = _stores.Metrics.QueueLength;
        pause.Release();
        await Task.WhenAll(appends);

        Assert.Equal(300, queued);
        Assert.Equal(2, _stores.Metrics.Commits - commits);
        Assert.Equal(301, _stores.Metrics.Writes - writes);
        Assert.Equal(300, _stores.Metrics.LastBatchSize);
        Assert.Equal(0, _stores.Metrics.QueueLength);
        Assert.Equal(0, _stores.Metrics.Failures);
    }

    [Fact]
    public async Task Failing_write_takes_nothing_else_of_its_batch_along()
    {
        using Pause pause = Pause.Start(_stores);
        Task<OfflineAppendStatus> before = AppendAsync(1);
        Task<int> failing = _stores.Worker.WriteAsync<int>(database =>
        {
            database.Execute("DELETE FROM account");
            throw new InvalidTimeZoneException();
        }).AsTask();
        Task<OfflineAppendStatus> after = AppendAsync(2);

        pause.Release();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => failing);
        Assert.Equal(OfflineAppendStatus.Stored, await before);
        Assert.Equal(OfflineAppendStatus.Stored, await after);
        Assert.Equal(2, await _stores.Offline.CountAsync(_juliet));
        Assert.Equal(1, _stores.Metrics.Failures);
    }

    [Fact]
    public async Task Failing_write_alone_keeps_nothing()
    {
        await Assert.ThrowsAsync<StoreException>(async () => await _stores.Worker.WriteAsync(database =>
            database.Execute("DELETE FROM account") + database.Execute("INSERT INTO meta VALUES ('a', NULL)")));

        Assert.True(await _stores.Accounts.ExistsAsync(_juliet));
    }

    [Fact]
    public async Task Writes_whose_transaction_was_lost_are_run_again()
    {
        using Pause pause = Pause.Start(_stores);
        Task<OfflineAppendStatus> before = AppendAsync(1);
        // What SQLite itself may do when the disk is full.
        Task<int> failing = _stores.Worker.WriteAsync<int>(database =>
        {
            database.Execute("ROLLBACK");
            throw new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL);
        }).AsTask();
        Task<OfflineAppendStatus> after = AppendAsync(2);

        pause.Release();

        Assert.Equal(StoreFailure.DiskFull, (await Assert.ThrowsAsync<StoreException>(() => failing)).Failure);
        Assert.Equal(OfflineAppendStatus.Stored, await before);
        Assert.Equal(OfflineAppendStatus.Stored, await after);
        Assert.Equal(2, await _stores.Offline.CountAsync(_juliet));
    }

    [Fact]
    public async Task Full_disk_refuses_what_has_no_room_and_takes_the_rest()
    {
        await _stores.Worker.ReadAsync(database =>
            database.Scalar($"PRAGMA max_page_count = {database.ScalarInt64("PRAGMA page_count") + 50}"));
        using Pause pause = Pause.Start(_stores);
        Task<OfflineAppendStatus> before = AppendAsync(1);
        Task<OfflineAppendStatus> large =
            _stores.Offline.AppendAsync(_juliet, new byte[1024 * 1024], 1000).AsTask();
        Task<OfflineAppendStatus> after = AppendAsync(2);

        pause.Release();
        var error = await Assert.ThrowsAsync<StoreException>(() => large);

        Assert.Equal(StoreFailure.DiskFull, error.Failure);
        Assert.Contains("No room is left on the disk for " + _directory.DatabaseFile, error.Message, StringComparison.Ordinal);
        Assert.Equal(OfflineAppendStatus.Stored, await before);
        Assert.Equal(OfflineAppendStatus.Stored, await after);
        Assert.Equal(OfflineAppendStatus.Stored, await AppendAsync(3));
    }

    [Fact]
    public async Task Failing_read_takes_nothing_else_of_its_batch_along()
    {
        using Pause pause = Pause.Start(_stores);
        Task<bool> before = _stores.Accounts.ExistsAsync(_juliet).AsTask();
        Task<int> failing = _stores.Worker.ReadAsync(database => database.Execute("SELECT no_such_column")).AsTask();
        Task<bool> after = _stores.Accounts.ExistsAsync(_juliet).AsTask();

        pause.Release();

        Assert.Equal(StoreFailure.Unknown, (await Assert.ThrowsAsync<StoreException>(() => failing)).Failure);
        Assert.True(await before);
        Assert.True(await after);
    }

    [Fact]
    public async Task Write_waits_for_another_process_while_reads_go_on()
    {
        using var other = new SqliteDatabase(_directory.DatabaseFile);
        Assert.True(other.TryBeginWrite());

        Task<bool> write = _stores.Accounts.CreateAsync(_romeo, Samples.Credentials(1)).AsTask();
        bool isReadDuring = await _stores.Accounts.ExistsAsync(_juliet);
        bool isWrittenDuring = write.IsCompleted;
        other.Execute("COMMIT");

        Assert.True(isReadDuring);
        Assert.False(isWrittenDuring);
        Assert.True(await write);
    }

    [Fact]
    public async Task Write_fails_by_name_when_another_process_writes_too_long()
    {
        await using SqliteStores impatient =
            await _directory.OpenAsync(new SqliteOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using var other = new SqliteDatabase(_directory.DatabaseFile);
        Assert.True(other.TryBeginWrite());

        var error = await Assert.ThrowsAsync<StoreException>(
            async () => await impatient.Accounts.CreateAsync(_romeo, Samples.Credentials(1)));
        other.Execute("COMMIT");

        Assert.Equal(StoreFailure.Busy, error.Failure);
        Assert.StartsWith($"Another process has kept {_directory.DatabaseFile} locked for", error.Message, StringComparison.Ordinal);
        Assert.True(await impatient.Accounts.CreateAsync(_romeo, Samples.Credentials(1)));
    }

    private Task<OfflineAppendStatus> AppendAsync(int number) =>
        _stores.Offline.AppendAsync(_juliet, Samples.Utf8($"{number}"), 1000).AsTask();
}
