namespace Meerkat.Storage.Sqlite;

/// <summary>
/// Something to be done on the store's thread, and the caller waiting for it. Made by any thread; run and completed by
/// the store's thread.
/// </summary>
internal abstract class SqliteRequest
{
    /// <summary>True once the caller has been told: after <see cref="Complete"/> or <see cref="Fail"/>.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>Does the work and keeps the result. Throws what the work throws. May be called again after a rollback.</summary>
    public abstract void Run(SqliteDatabase database);

    /// <summary>Hands the result of the last run to the caller; nothing if the request has failed.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class SqliteRequest<T>(Func<SqliteDatabase, T> work) : SqliteRequest
{
    // The callers' continuations must not run on the store's thread.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T? _result;

    public Task<T> Task => _completion.Task;

    public override bool IsCompleted => _completion.Task.IsCompleted;

    public override void Run(SqliteDatabase database) => _result = work(database);

    public override void Complete() => _completion.TrySetResult(_result!);

    public override void Fail(Exception error) => _completion.TrySetException(error);
}
