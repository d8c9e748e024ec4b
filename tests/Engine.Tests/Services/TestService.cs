using Meerkat.Engine.Services;

namespace Meerkat.Engine.Tests.Services;

/// <summary>A service that writes down what is asked of it, and does what the test says.</summary>
internal sealed class TestService(string name, List<string> calls, params string[] dependsOn) : INodeService
{
    public string Name => name;

    public IReadOnlyList<string> DependsOn => dependsOn;

    public bool IsRequired { get; init; }

    public Func<CancellationToken, Task> OnStart { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> OnStop { get; set; } = _ => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancel)
    {
        calls.Add($"start {name}");
        return OnStart(cancel);
    }

    public Task StopAsync(CancellationToken cancel)
    {
        calls.Add($"stop {name}");
        return OnStop(cancel);
    }
}
