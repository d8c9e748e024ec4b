using Meerkat.Storage.Sqlite;

namespace Meerkat.Storage.Tests.Sqlite;

/// <summary>Holds the store's thread in a write of its own until released, so that requests pile up behind it.</summary>
internal sealed class Pause : IDisposable
{
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _released = new();

    private Pause()
    {
    }

    public static Pause Start(SqliteStores stores)
    {
        var pause = new Pause();
        _ = stores.Worker.WriteAsync(_ => pause.Wait()).AsTask();
        pause._entered.Wait();
        return pause;
    }

    public void Release() => _released.Set();

    public void Dispose()
    {
        _entered.Dispose();
        _released.Dispose();
    }

    private bool Wait()
    {
        _entered.Set();
        _released.Wait();
        return true;
    }
}
