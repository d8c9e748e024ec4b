using System.Net;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class AdmissionTests
{
    private static readonly IPAddress _romeo = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress _juliet = IPAddress.Parse("192.0.2.2");

    private readonly ManualTime _time = new();

    [Fact]
    public void Without_limits_everyone_may_connect()
    {
        Admission admission = With(new AdmissionOptions());

        Assert.Equal(0, admission.MsUntilAccept());
        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_romeo));
        Assert.Equal(1, admission.Connections);
    }

    [Fact]
    public void All_connections_are_limited_and_a_released_one_makes_room()
    {
        Admission admission = With(new AdmissionOptions { MaxConnections = 1 });

        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_romeo));
        Assert.Equal(AdmissionVerdict.TooManyConnections, admission.Admit(_juliet));
        admission.Release(_romeo);

        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_juliet));
    }

    [Fact]
    public void Connections_of_one_address_are_limited_not_those_of_another()
    {
        Admission admission = With(new AdmissionOptions { MaxConnectionsPerAddress = 2 });
        admission.Admit(_romeo);
        admission.Admit(_romeo);

        Assert.Equal(AdmissionVerdict.TooManyFromAddress, admission.Admit(_romeo));
        Assert.Equal(AdmissionVerdict.TooManyFromAddress, admission.Admit(_romeo.MapToIPv6()));
        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_juliet));
    }

    [Fact]
    public void IPv6_addresses_of_one_subscriber_count_as_one()
    {
        Admission admission = With(new AdmissionOptions { MaxConnectionsPerAddress = 1 });

        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Equal(AdmissionVerdict.TooManyFromAddress, admission.Admit(IPAddress.Parse("2001:db8:0:1:ffff::2")));
        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(IPAddress.Parse("2001:db8:0:2::1")));
    }

    [Fact]
    public void Rate_of_an_address_is_its_burst_and_then_its_share_of_a_second()
    {
        Admission admission = With(new AdmissionOptions { MaxConnectionRatePerAddress = 2, Burst = 3 });
        for (int i = 0; i < 3; i++)
            Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_romeo));

        Assert.Equal(AdmissionVerdict.TooOftenFromAddress, admission.Admit(_romeo));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(AdmissionVerdict.TooOftenFromAddress, admission.Admit(_romeo));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_romeo));
    }

    [Fact]
    public void Overall_rate_names_the_time_to_wait()
    {
        Admission admission = With(new AdmissionOptions { MaxConnectionRate = 10, Burst = 3 });
        for (int i = 0; i < 3; i++)
            Assert.Equal(0, admission.MsUntilAccept());

        Assert.Equal(100, admission.MsUntilAccept());
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(0, admission.MsUntilAccept());
    }

    [Fact]
    public void Addresses_without_connections_are_forgotten_when_their_rate_recovered()
    {
        Admission admission = With(new AdmissionOptions { MaxConnectionRatePerAddress = 1, Burst = 1, MaxAddresses = 1 });
        admission.Admit(_romeo);
        admission.Release(_romeo);

        Assert.Equal(AdmissionVerdict.TooManyAddresses, admission.Admit(_juliet));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(AdmissionVerdict.Admitted, admission.Admit(_juliet));
    }

    private Admission With(AdmissionOptions options) => new(options, new Clock(_time));
}
