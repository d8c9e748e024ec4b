using System.Reflection;
using Meerkat.Engine.Diagnostics;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Server.Tests.Documents;

/// <summary>The ids of log lines against each other and against docs/monitoring.md.</summary>
public sealed class LogEventTests
{
    private static readonly List<(string Method, int Id)> _events =
    [
        .. from assembly in new[] { typeof(ServerMetrics).Assembly, typeof(SqliteStores).Assembly, typeof(Node).Assembly }
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message != null
           select ($"{type.Name}.{method.Name}", message.EventId),
    ];

    [Fact]
    public void Each_id_is_of_one_line()
    {
        var shared = _events.GroupBy(line => line.Id).Where(lines => lines.Count() > 1);

        Assert.NotEmpty(_events);
        Assert.Empty(shared.Select(lines => $"{lines.Key}: {string.Join(", ", lines.Select(line => line.Method))}"));
    }

    [Fact]
    public void Each_id_is_in_one_range_of_the_page()
    {
        var ranges = MarkdownTable.Rows("docs/monitoring.md", "1")
            .Concat(MarkdownTable.Rows("docs/monitoring.md", "2"))
            .Select(row => row[0].Split('–').Select(int.Parse).ToArray())
            .ToList();

        Assert.All(_events, line => Assert.Single(ranges, range => range[0] <= line.Id && line.Id <= range[1]));
    }
}
