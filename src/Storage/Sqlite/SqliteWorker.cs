using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Meerkat.Storage.Sqlite;

/// <summary>
/// The store's thread with its two bounded queues, of reads and of writes. It takes turns: what reads are there, then what
/// writes are there, each in one transaction. Owned by <see cref="SqliteStores"/>; any thread may ask.
/// </summary>
/// <remarks>
/// Reads overtake writes, so that nobody who only reads waits for the disk, or for another process that writes.
/// </remarks>
internal sealed class SqliteWorker : IAsyncDisposable
{
    private readonly SqliteOptions _options;
    private readonly ILogger _logger;
    private readonly string _file;
    private readonly Channel<SqliteRequest> _reads;
    private readonly Channel<SqliteRequest> _writes;
    private readonly List<SqliteRequest> _readBatch = [];
    private readonly List<SqliteRequest> _writeBatch = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Set by whoever queues something or stops, after having done so; reset by the store's thread before it looks into the
    // queues for the last time. No spinning: the thread is idle most of the time. Not disposed: late callers may still set
    // it, and it holds no handle unless asked for one.
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);

    public SqliteWorker(SqliteOptions options, ILogger logger, string file)
    {
        _options = options;
        _logger = logger;
        _file = file;
        _reads = CreateQueue(options.MaxQueuedRequests);
        _writes = CreateQueue(options.MaxQueuedRequests);
        Metrics = new SqliteMetrics(() => _reads.Reader.Count + _writes.Reader.Count);
    }

    public SqliteMetrics Metrics { get; }

    private bool IsStopping => _reads.Reader.Completion.IsCompleted && _writes.Reader.Completion.IsCompleted;

    /// <summary>Completes when <paramref name="open"/> has run on the store's thread; throws what it throws.</summary>
    public Task StartAsync(Func<SqliteDatabase> open)
    {
        new Thread(() => Run(open)) { Name = "sqlite", IsBackground = true }.Start();
        return _opened.Task;
    }

    /// <summary>Nothing is accepted any more; completes when everything that was is done and the file is closed.</summary>
    public ValueTask DisposeAsync()
    {
        Stop();
        return new ValueTask(_stopped.Task);
    }

    /// <summary><paramref name="work"/> sees one state of the database and changes nothing.</summary>
    public ValueTask<T> ReadAsync<T>(Func<SqliteDatabase, T> work) => EnqueueAsync(_reads, work);

    /// <summary>All that <paramref name="work"/> changes is durable when the task completes; nothing of it is kept if it
    /// throws. It may run more than once.</summary>
    public ValueTask<T> WriteAsync<T>(Func<SqliteDatabase, T> work) => EnqueueAsync(_writes, work);

    private static Channel<SqliteRequest> CreateQueue(int capacity) => Channel.CreateBounded<SqliteRequest>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private ValueTask<T> EnqueueAsync<T>(Channel<SqliteRequest> queue, Func<SqliteDatabase, T> work)
    {
        var request = new SqliteRequest<T>(work);
        if (!queue.Writer.TryWrite(request)) return EnqueueSlowlyAsync(queue, request);
        _wake.Set();
        return new ValueTask<T>(request.Task);
    }

    private async ValueTask<T> EnqueueSlowlyAsync<T>(Channel<SqliteRequest> queue, SqliteRequest<T> request)
    {
        try
        {
            await queue.Writer.WriteAsync(request).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw SqliteErrors.Closed(_file);
        }

        _wake.Set();
        return await request.Task.ConfigureAwait(false);
    }

    private void Run(Func<SqliteDatabase> open)
    {
        SqliteDatabase database;
        try
        {
            database = open();
        }
        catch (Exception error)
        {
            Stop();
            _opened.SetException(error);
            _stopped.SetResult();
            return;
        }

        _opened.SetResult();
        Serve(new SqliteBatches(database, _options, Metrics, _logger));
        Close(database);
        _stopped.SetResult();
    }

    private void Stop()
    {
        _reads.Writer.TryComplete();
        _writes.Writer.TryComplete();
        _wake.Set();
    }

    private void Serve(SqliteBatches batches)
    {
        while (true)
        {
            if (Fill(_readBatch, _reads)) batches.RunReads(_readBatch);
            if (Fill(_writeBatch, _writes)) batches.RunWrites(_writeBatch);
            if (_readBatch.Count + _writeBatch.Count > 0) continue;

            _wake.Reset();
            if (_reads.Reader.Count + _writes.Reader.Count > 0) continue;
            if (IsStopping) return;
            _wake.Wait();
        }
    }

    /// <summary>Tops the batch up from the queue; false if there is nothing to do.</summary>
    private bool Fill(List<SqliteRequest> batch, Channel<SqliteRequest> queue)
    {
        while (batch.Count < _options.MaxBatchRequests && queue.Reader.TryRead(out SqliteRequest? request))
            batch.Add(request);
        return batch.Count > 0;
    }

    private void Close(SqliteDatabase database)
    {
        try
        {
            using (database) database.ExecuteScript("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (Exception error)
        {
            // Nothing is lost: the next one to open the file reads the log.
            SqliteLog.CloseFailed(_logger, error, _file);
        }
    }
}
