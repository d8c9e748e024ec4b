namespace Meerkat.Engine.Services;

/// <summary>Lets one caller in at a time, in the order of asking, and has the others wait without a thread. Any thread.</summary>
public sealed class AsyncGate
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

    /// <summary>Being inside.</summary>
    public readonly struct Entry : IDisposable
    {
        private readonly TaskCompletionSource _left;

        internal Entry(TaskCompletionSource left) => _left = left;

        public void Dispose() => _left.SetResult();
    }
}
