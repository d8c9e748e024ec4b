using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Meerkat.Engine.Services;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// A few threads that do key derivations, each of them milliseconds long, apart from the threads that serve sockets.
/// One per process, a service of the node; any thread may post.
/// </summary>
public sealed class PasswordWorker : INodeService, IDisposable
{
    public const string ServiceName = "passwords";

    private readonly int _threads;
    private readonly int _maxWaiting;

    // Null while it is stopped. Pairs with TryRun.
    private Channel<Job>? _waiting;
    private Task _ended = Task.CompletedTask;

    /// <param name="threads">How many derivations run at once.</param>
    /// <param name="maxWaiting">How many more may wait; over it <see cref="TryRun"/> refuses.</param>
    public PasswordWorker(int threads, int maxWaiting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaiting, 1);
        (_threads, _maxWaiting) = (threads, maxWaiting);
    }

    public string Name => ServiceName;

    /// <summary>Without it nobody logs in by PLAIN.</summary>
    public bool IsRequired => true;

    /// <summary>With so many threads; 0: half the processors, so that a flood of passwords leaves the others to those who are
    /// logged in.</summary>
    public static PasswordWorker Create(int threads)
    {
        if (threads == 0) threads = Math.Max(1, Environment.ProcessorCount / 2);

        // After a restart everybody comes at once, and it is better that they wait than that they are refused and come again. A
        // derivation of 10,000 iterations of SHA-256 takes 4 ms, so the last waits 16 s, of the minute that a login may take.
        const int MaxWaitingPerThread = 4000;
        return new PasswordWorker(threads, MaxWaitingPerThread * threads);
    }

    public Task StartAsync(CancellationToken cancel)
    {
        Start();
        return Task.CompletedTask;
    }

    /// <summary>Takes no more, and finishes what was accepted, so that nobody waits for ever.</summary>
    public Task StopAsync(CancellationToken cancel)
    {
        Interlocked.Exchange(ref _waiting, null)?.Writer.TryComplete();
        return _ended;
    }

    /// <inheritdoc cref="StartAsync"/>
    public void Start()
    {
        // The only continuation is the wake-up of a worker; a busy thread pool must not delay it.
        var waiting = Channel.CreateBounded<Job>(
            new BoundedChannelOptions(_maxWaiting) { AllowSynchronousContinuations = true });
        _ended = Task.WhenAll(Enumerable.Range(0, _threads).Select(_ => StartThread(waiting.Reader)));
        Volatile.Write(ref _waiting, waiting);
    }

    /// <summary>False if too many wait already, or the worker is stopped. Continuations of the task do not run on the
    /// worker's threads; an exception of <paramref name="work"/> becomes the task's.</summary>
    public bool TryRun<T>(Func<T> work, [NotNullWhen(true)] out Task<T>? result)
    {
        var job = new Job<T>(work);
        result = Volatile.Read(ref _waiting) is { } waiting && waiting.Writer.TryWrite(job) ? job.Result : null;
        return result is not null;
    }

    public void Dispose() => StopAsync(CancellationToken.None).GetAwaiter().GetResult();

    private static Task StartThread(ChannelReader<Job> jobs)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            RunJobs(jobs);
            ended.SetResult();
        })
        { IsBackground = true, Name = "password" };
        thread.Start();
        return ended.Task;
    }

    // These threads are made to wait here: nothing else runs on them.
    private static void RunJobs(ChannelReader<Job> jobs)
    {
        while (jobs.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (jobs.TryRead(out Job? job))
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
