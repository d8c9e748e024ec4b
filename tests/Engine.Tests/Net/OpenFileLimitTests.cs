using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class OpenFileLimitTests
{
    [Theory]
    [InlineData("Max open files            20000                20000                files     ", 19_744)]
    [InlineData("Max open files            300                  4096                 files     ", 150)]
    [InlineData("Max open files            unlimited            unlimited            files     ", int.MaxValue)]
    [InlineData("Max processes             100                  100                  processes ", int.MaxValue)]
    public void Soft_limit_leaves_a_reserve(string line, int expected)
    {
        string[] limits = ["Limit                     Soft Limit           Hard Limit           Units     ", line];

        Assert.Equal(expected, OpenFileLimit.MaxConnections(limits));
    }
}
