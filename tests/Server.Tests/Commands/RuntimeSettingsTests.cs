using Meerkat.Engine.Options;
using Meerkat.Server.Commands;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

public sealed class RuntimeSettingsTests
{
    [Fact]
    public void Defaults_leave_the_garbage_collector_alone()
    {
        Assert.Empty(RuntimeSettings.ForGarbageCollector(new TuningOptions()));
    }

    [Fact]
    public void Garbage_collector_options_become_variables_of_the_runtime()
    {
        var settings = RuntimeSettings.ForGarbageCollector(new TuningOptions
        {
            GarbageCollector = GarbageCollector.Server,
            ConcurrentCollections = false,
            ConserveMemory = 9,
            Gen0BudgetBytes = 64 * 1024 * 1024,
        });

        Assert.Equal(
            [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCConserveMemory", "9"), ("DOTNET_GCgen0size", "4000000")],
            settings);
    }

    [Fact]
    public void Socket_options_become_variables_of_the_runtime()
    {
        var settings = RuntimeSettings.ForSockets(new TuningOptions { InlineCompletions = true, EventLoopThreads = 3 });

        Assert.Equal(
            [("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"), ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "3")],
            settings);
    }
}
