using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Admin;

/// <summary>What only the composition root can do with the whole server. Any thread.</summary>
public interface INodeControl
{
    /// <summary>The least important lines that are logged, from now on.</summary>
    LogLevel LogLevel { get; set; }

    /// <summary>The listeners: what they are for, and where they are reached.</summary>
    IReadOnlyList<(string Name, string EndPoint)> EndPoints { get; }

    /// <summary>Why the server cannot serve clients now; null: it can.</summary>
    ValueTask<string?> FindObstacleAsync();

    /// <summary>All options as a configuration file, with secrets hidden.</summary>
    string DescribeConfiguration();

    /// <summary>Does what SIGHUP does; returns what went wrong, or null.</summary>
    Task<string?> ReloadAsync();

    /// <summary>Begins to stop, as SIGTERM does. Returns at once.</summary>
    void Stop();
}
