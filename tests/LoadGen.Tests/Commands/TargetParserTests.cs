using Meerkat.LoadGen.Commands;
using Xunit;

namespace Meerkat.LoadGen.Tests.Commands;

public sealed class TargetParserTests
{
    [Theory]
    [InlineData("127.0.0.1:5222", "127.0.0.1:5222")]
    [InlineData("127.1.2.3", "127.1.2.3:5222")]
    [InlineData("[::1]:15222", "[::1]:15222")]
    [InlineData("[::1]", "[::1]:5222")]
    [InlineData("::1", "[::1]:5222")]
    [InlineData("localhost:9", "127.0.0.1:9")]
    public void Target_on_this_machine_is_taken(string text, string expected) =>
        Assert.Equal(expected, TargetParser.Parse(text, RemoteTargets.Refuse, out _)?.ToString());

    [Theory]
    [InlineData("192.0.2.1:5222")]
    [InlineData("0.0.0.0:5222")]
    [InlineData("[2001:db8::1]:5222")]
    public void Target_elsewhere_needs_permission(string text)
    {
        Assert.Null(TargetParser.Parse(text, RemoteTargets.Refuse, out var error));
        Assert.Contains("--allow-remote", error, StringComparison.Ordinal);
        Assert.NotNull(TargetParser.Parse(text, RemoteTargets.Allow, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":5222")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:http")]
    public void Target_that_is_none_is_refused(string text)
    {
        Assert.Null(TargetParser.Parse(text, RemoteTargets.Allow, out var error));
        Assert.Contains("host:port", error, StringComparison.Ordinal);
    }
}
