using Meerkat.Engine.Admin;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>A node that only remembers what it was told.</summary>
internal sealed class TestNode : INodeControl
{
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    public IReadOnlyList<(string Name, string EndPoint)> EndPoints { get; } = [("c2s", "127.0.0.1:5222")];

    public string? Obstacle { get; set; }

    public string? ReloadMistake { get; set; }

    public bool IsStopped { get; private set; }

    public ValueTask<string?> FindObstacleAsync() => new(Obstacle);

    public string DescribeConfiguration() => "[server]";

    public Task<string?> ReloadAsync() => Task.FromResult(ReloadMistake);

    public void Stop() => IsStopped = true;
}
