using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Meerkat.Storage.Sqlite;

/// <summary>
/// Runs batches of requests in transactions and tells each caller how its own request went. Owned and called by the
/// store's thread; throws nothing.
/// </summary>
internal sealed class SqliteBatches
{
    // How long one attempt waits for another process's write lock; reads are held up that long at most.
    private static readonly TimeSpan _busySlice = TimeSpan.FromMilliseconds(20);

    private readonly SqliteDatabase _database;
    private readonly SqliteMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeSpan _busyTimeout;

    // Runs while writes wait for the lock.
    private readonly Stopwatch _busy = new();

    public SqliteBatches(SqliteDatabase database, SqliteOptions options, SqliteMetrics metrics, ILogger logger)
    {
        _database = database;
        _metrics = metrics;
        _logger = logger;
        _busyTimeout = options.BusyTimeout;
        _database.SetBusyTimeout(_busySlice < _busyTimeout ? _busySlice : _busyTimeout);
    }

    /// <summary>Completes all of the batch and empties it.</summary>
    public void RunReads(List<SqliteRequest> batch)
    {
        try
        {
            // The snapshot is taken at the first read: after all of the batch was asked for.
            _database.Execute("BEGIN");
            foreach (SqliteRequest request in batch) RunRead(request);
            _database.Execute("COMMIT");
        }
        catch (Exception error)
        {
            Rollback();
            FailAll(batch, error);
        }

        _metrics.CountReads(batch.Count);
        batch.Clear();
    }

    /// <summary>Completes all of the batch and empties it; or leaves it as it is, to be tried again, if another process
    /// holds the write lock.</summary>
    public void RunWrites(List<SqliteRequest> batch)
    {
        try
        {
            if (!TryBegin(batch)) return;
            if (batch.Count == 1) RunAlone(batch[0]);
            else RunTogether(batch);
        }
        catch (Exception error)
        {
            Rollback();
            FailAll(batch, error);
        }

        batch.Clear();
    }

    private void RunRead(SqliteRequest request)
    {
        try
        {
            request.Run(_database);
            request.Complete();
        }
        catch (Exception error)
        {
            Fail(request, error);
        }
    }

    /// <summary>False if the lock is taken; fails the batch if that has lasted too long.</summary>
    private bool TryBegin(List<SqliteRequest> batch)
    {
        if (_database.TryBeginWrite())
        {
            _busy.Reset();
            return true;
        }

        _busy.Start();
        if (_busy.Elapsed < _busyTimeout) return false;
        FailAll(batch, SqliteErrors.Busy(_busy.Elapsed, _database.File));
        batch.Clear();
        _busy.Reset();
        return false;
    }

    private void RunAlone(SqliteRequest request)
    {
        try
        {
            request.Run(_database);
            _database.Execute("COMMIT");
        }
        catch (Exception error)
        {
            Rollback();
            Fail(request, error);
            return;
        }

        _metrics.CountCommit(1);
        request.Complete();
    }

    private void RunTogether(List<SqliteRequest> batch)
    {
        try
        {
            foreach (SqliteRequest request in batch) RunInSavepoint(request);
            _database.Execute("COMMIT");
        }
        catch (SqliteException error)
        {
            Rollback();
            SqliteLog.BatchRolledBack(_logger, error, _database.File, batch.Count);
            RunOneByOne(batch);
            return;
        }

        _metrics.CountCommit(batch.Count(request => !request.IsCompleted));
        foreach (SqliteRequest request in batch) request.Complete();
    }

    /// <summary>Throws if the transaction is lost with the request; else only the request has failed.</summary>
    private void RunInSavepoint(SqliteRequest request)
    {
        _database.Execute("SAVEPOINT request");
        try
        {
            request.Run(_database);
        }
        // SQLite may have rolled back everything, as on a full disk: then the whole batch has to be run again.
        catch (Exception error) when (_database.IsInTransaction)
        {
            _database.Execute("ROLLBACK TO request");
            Fail(request, error);
        }

        _database.Execute("RELEASE request");
    }

    /// <summary>After a batch was lost: whoever is at fault fails, the others get their own transactions.</summary>
    private void RunOneByOne(List<SqliteRequest> batch)
    {
        foreach (SqliteRequest request in batch)
        {
            if (request.IsCompleted) continue;
            try
            {
                _database.Execute("BEGIN IMMEDIATE");
            }
            catch (SqliteException error)
            {
                Fail(request, error);
                continue;
            }

            RunAlone(request);
        }
    }

    private void Rollback()
    {
        try
        {
            if (_database.IsInTransaction) _database.Execute("ROLLBACK");
        }
        catch (SqliteException error)
        {
            // The next batch fails on its BEGIN, and rolls back again.
            SqliteLog.RollbackFailed(_logger, error, _database.File);
        }
    }

    private void FailAll(List<SqliteRequest> batch, Exception error)
    {
        SqliteLog.BatchFailed(_logger, error, _database.File, batch.Count);
        foreach (SqliteRequest request in batch) Refuse(request, error);
    }

    private void Fail(SqliteRequest request, Exception error)
    {
        SqliteLog.RequestFailed(_logger, error, _database.File);
        Refuse(request, error);
    }

    private void Refuse(SqliteRequest request, Exception error)
    {
        if (request.IsCompleted) return;
        _metrics.CountFailures(1);
        request.Fail(SqliteErrors.Translate(error, _database.File));
    }
}
