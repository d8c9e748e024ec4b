using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

public sealed class PasswordWorkerTests
{
    [Fact]
    public async Task Work_runs_on_a_thread_of_the_worker()
    {
        using var worker = new PasswordWorker(threads: 1, maxWaiting: 1);
        worker.Start();

        Assert.True(worker.TryRun(static () => Thread.CurrentThread.Name, out Task<string?>? result));

        Assert.Equal("password", await result);
    }

    [Fact]
    public async Task Continuation_runs_elsewhere()
    {
        using var worker = new PasswordWorker(threads: 1, maxWaiting: 1);
        worker.Start();
        using var release = new SemaphoreSlim(0);
        Task<bool> result = Post(worker, () => Wait(release));

        Task<string?> continuation = result.ContinueWith(
            static _ => Thread.CurrentThread.Name,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        release.Release();

        Assert.NotEqual("password", await continuation);
    }

    [Fact]
    public async Task Work_over_the_bound_is_refused_until_some_is_done()
    {
        using var worker = new PasswordWorker(threads: 2, maxWaiting: 3);
        worker.Start();
        using var release = new SemaphoreSlim(0);
        using var started = new CountdownEvent(2);
        List<Task<bool>> accepted = [];
        for (int i = 0; i < 2; i++)
            accepted.Add(Post(worker, () => started.Signal() | Wait(release)));
        started.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 3; i++)
            accepted.Add(Post(worker, () => Wait(release)));

        bool isAccepted = worker.TryRun(() => Wait(release), out Task<bool>? refused);
        release.Release(5);
        await Task.WhenAll(accepted);
        bool isAcceptedLater = worker.TryRun(static () => true, out Task<bool>? later);

        Assert.False(isAccepted);
        Assert.Null(refused);
        Assert.True(isAcceptedLater);
        Assert.True(await later!);
    }

    [Fact]
    public async Task Exception_reaches_the_poster_and_the_thread_lives_on()
    {
        using var worker = new PasswordWorker(threads: 1, maxWaiting: 2);
        worker.Start();

        worker.TryRun<int>(static () => throw new InvalidOperationException("x"), out Task<int>? failed);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failed!);
        worker.TryRun(static () => 7, out Task<int>? next);

        Assert.Equal(7, await next!);
    }

    [Fact]
    public void Dispose_finishes_what_was_accepted_and_refuses_more()
    {
        var worker = new PasswordWorker(threads: 1, maxWaiting: 2);
        worker.Start();
        worker.TryRun(static () => 1, out Task<int>? first);
        worker.TryRun(static () => 2, out Task<int>? second);

        worker.Dispose();

        Assert.True(first!.IsCompletedSuccessfully);
        Assert.True(second!.IsCompletedSuccessfully);
        Assert.False(worker.TryRun(static () => 3, out _));
    }

    private static Task<bool> Post(PasswordWorker worker, Func<bool> work) =>
        worker.TryRun(work, out Task<bool>? result) ? result : throw new InvalidOperationException("refused");

    private static bool Wait(SemaphoreSlim release)
    {
        release.Wait();
        return true;
    }
}
