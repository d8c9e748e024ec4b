namespace Meerkat.Engine.Services;

/// <summary>Lets one caller in at a time, in the order of asking, and has the others wait without a thread. Any thread.</summary>
internal sealed class AsyncGate
{
    // Completes when the last one who asked has left.
    private Task _last = Task.CompletedTask;

    /// <summary>Dispose what this returns to leave.</summary>
    public async Task<Entry> EnterAsync()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref _last, mine.Task).ConfigureAwait(false);
        return new Entry(mine);
    }

    internal readonly struct Entry(TaskCompletionSource left) : IDisposable
    {
        public void Dispose() => left.SetResult();
    }
}
