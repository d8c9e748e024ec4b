using System.Net;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class RegistrationRateTests
{
    private readonly ManualTime _time = new();
    private readonly RegistrationRate _rate = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", false)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", true)]
    public void Second_registration_at_once_needs_another_network(string first, string second, bool isTaken)
    {
        TryTake(IPAddress.Parse(first));

        Assert.Equal(isTaken, TryTake(IPAddress.Parse(second)));
    }

    [Fact]
    public void Address_may_register_again_after_the_interval()
    {
        TryTake(IPAddress.Loopback);

        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(TryTake(IPAddress.Loopback));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(TryTake(IPAddress.Loopback));
    }

    [Fact]
    public void No_interval_is_no_limit()
    {
        Assert.True(TryTake(IPAddress.Loopback, TimeSpan.Zero));
        Assert.True(TryTake(IPAddress.Loopback, TimeSpan.Zero));
    }

    private bool TryTake(IPAddress address, TimeSpan? interval = null) =>
        _rate.TryTake(address, interval ?? TimeSpan.FromMinutes(10), _time.GetUtcNow());
}
