using Meerkat.Engine.Storage;
using Meerkat.Storage.Sqlite;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteWorkerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Callers_beyond_the_bound_wait_for_room()
    {
        await using SqliteStores stores = await _directory.OpenAsync(new SqliteOptions { MaxQueuedRequests = 2 });
        using Pause pause = Pause.Start(stores);
        Task<int>[] writes = [.. Enumerable.Range(0, 10).Select(i => stores.Worker.WriteAsync(_ => i).AsTask())];

        int queued = stores.Metrics.QueueLength;
        pause.Release();

        Assert.Equal(2, queued);
        Assert.Equal(Enumerable.Range(0, 10), await Task.WhenAll(writes));
    }

    [Fact]
    public async Task Callers_waiting_for_room_are_told_of_the_end()
    {
        SqliteStores stores = await _directory.OpenAsync(new SqliteOptions { MaxQueuedRequests = 1 });
        using Pause pause = Pause.Start(stores);
        Task<int> accepted = stores.Worker.WriteAsync(_ => 1).AsTask();
        Task<int> waiting = stores.Worker.WriteAsync(_ => 2).AsTask();

        ValueTask disposal = stores.DisposeAsync();
        var error = await Assert.ThrowsAsync<StoreException>(() => waiting);
        pause.Release();
        await disposal;

        Assert.Equal(StoreFailure.Closed, error.Failure);
        Assert.Equal(1, await accepted);
    }

    [Fact]
    public async Task Batch_takes_no_more_than_its_bound()
    {
        await using SqliteStores stores = await _directory.OpenAsync(new SqliteOptions { MaxBatchRequests = 10 });
        long commits = stores.Metrics.Commits;
        using Pause pause = Pause.Start(stores);
        Task<int>[] writes = [.. Enumerable.Range(0, 95).Select(i => stores.Worker.WriteAsync(_ => i).AsTask())];

        pause.Release();
        await Task.WhenAll(writes);

        Assert.Equal(1 + 10, stores.Metrics.Commits - commits);
    }

    [Fact]
    public async Task Reads_need_no_commit()
    {
        await using SqliteStores stores = await _directory.OpenAsync();
        long commits = stores.Metrics.Commits;
        long reads = stores.Metrics.Reads;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => stores.Accounts.ListAsync(null, null, 10).AsTask()));

        Assert.Equal(commits, stores.Metrics.Commits);
        Assert.Equal(50, stores.Metrics.Reads - reads);
    }

    [Fact]
    public async Task Requests_of_many_threads_are_each_answered_with_their_own_result()
    {
        await using SqliteStores stores = await _directory.OpenAsync(
            new SqliteOptions { MaxQueuedRequests = 7, MaxBatchRequests = 5 });
        int[] numbers = [.. Enumerable.Range(0, 2000)];

        int[] reads = await Task.WhenAll(numbers.Select(
            i => Task.Run(async () => await stores.Worker.ReadAsync(database => (int)database.ScalarInt64("SELECT ?1", i)))));
        int[] writes = await Task.WhenAll(numbers.Select(
            i => Task.Run(async () => await stores.Worker.WriteAsync(database => (int)database.ScalarInt64("SELECT ?1", i)))));

        Assert.Equal(numbers, reads);
        Assert.Equal(numbers, writes);
    }
}
