using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Sessions;

namespace Meerkat.Engine.Tests.Modules;

/// <summary>A module that writes down what is asked of it and which sessions it is told of, and does what the test says.</summary>
internal sealed class TestModule(string name, List<string> calls) : IModule, ISessionObserver
{
    public Action OnStart { get; set; } = () => { };

    public Action OnBound { get; set; } = () => { };

    public ValueTask StartAsync(CancellationToken cancel)
    {
        Note("start");
        OnStart();
        return ValueTask.CompletedTask;
    }

    public void Register(ModuleBuilder builder) => builder.AddServerFeature($"urn:test:{name}").Observe(this);

    public ValueTask StopAsync()
    {
        Note("stop");
        return ValueTask.CompletedTask;
    }

    void ISessionObserver.OnBound(Turn turn, Session session)
    {
        Note("bound");
        OnBound();
    }

    ValueTask ISessionObserver.OnEndedAsync(Session session)
    {
        Note("ended");
        return ValueTask.CompletedTask;
    }

    void ISessionObserver.OnWithdrawn(Session session) => Note("withdrawn");

    private void Note(string what)
    {
        lock (calls) calls.Add($"{what} {name}");
    }
}
