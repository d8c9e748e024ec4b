using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// A few threads that do key derivations, each of them milliseconds long, apart from the threads that serve sockets.
/// One per process, owned by the composition root; any thread may post.
/// </summary>
public sealed class PasswordWorker : IDisposable
{
    private readonly Channel<Job> _waiting;
    private readonly Thread[] _threads;

    /// <param name="threads">How many derivations run at once.</param>
    /// <param name="maxWaiting">How many more may wait; over it <see cref="TryRun"/> refuses.</param>
    public PasswordWorker(int threads, int maxWaiting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaiting, 1);

        // The only continuation is the wake-up of a worker; a busy thread pool must not delay it.
        _waiting = Channel.CreateBounded<Job>(
            new BoundedChannelOptions(maxWaiting) { AllowSynchronousContinuations = true });
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(RunJobs) { IsBackground = true, Name = "password" };
            _threads[i].Start();
        }
    }

    /// <summary>
    /// Half the processors, so that a flood of passwords leaves the others to those who are logged in.
    /// </summary>
    public static PasswordWorker CreateDefault()
    {
        int threads = Math.Max(1, Environment.ProcessorCount / 2);

        // A derivation of 10,000 iterations of SHA-256 takes 4 ms: the last of 200 per thread waits 0.8 s.
        return new PasswordWorker(threads, 200 * threads);
    }

    /// <summary>False if too many wait already, or the worker is disposed. Continuations of the task do not run on the
    /// worker's threads; an exception of <paramref name="work"/> becomes the task's.</summary>
    public bool TryRun<T>(Func<T> work, [NotNullWhen(true)] out Task<T>? result)
    {
        var job = new Job<T>(work);
        result = _waiting.Writer.TryWrite(job) ? job.Result : null;
        return result is not null;
    }

    /// <summary>Finishes what was accepted, so that nobody waits for ever.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    // These threads are made to wait here: nothing else runs on them.
    private void RunJobs()
    {
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_waiting.Reader.TryRead(out Job? job))
                job.Run();
        }
    }

    private abstract class Job
    {
        public abstract void Run();
    }

    private sealed class Job<T>(Func<T> work) : Job
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Result => _result.Task;

        public override void Run()
        {
            try
            {
                _result.SetResult(work());
            }
            catch (Exception exception)
            {
                // Top of a background loop: whoever posted the work gets it.
                _result.SetException(exception);
            }
        }
    }
}
