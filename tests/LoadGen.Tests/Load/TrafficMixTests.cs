using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class TrafficMixTests
{
    [Theory]
    [InlineData("chat=1", "chat=1,presence=0,ping=0,roster=0,disco=0")]
    [InlineData("disco=3, chat=0 ,ping=10", "chat=0,presence=0,ping=10,roster=0,disco=3")]
    public void Mix_is_read(string text, string expected) => Assert.Equal(expected, TrafficMix.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("chat")]
    [InlineData("chat=")]
    [InlineData("chat=0")]
    [InlineData("chat=-1")]
    [InlineData("chat=1=2")]
    [InlineData("chat=1,")]
    [InlineData("chat=1000001")]
    [InlineData("dance=1")]
    public void Mix_that_is_none_is_refused(string text) => Assert.Null(TrafficMix.Parse(text));

    [Fact]
    public void Mix_does_each_kind_as_often_as_its_weight_says()
    {
        var mix = TrafficMix.Parse("chat=70,ping=20,disco=10")!;
        var random = new Random(1);

        var counts = Enumerable.Range(0, 10_000).Select(_ => mix.Next(random)).CountBy(kind => kind).ToDictionary();

        Assert.Equal(3, counts.Count);
        Assert.InRange(counts[TrafficKind.Chat], 6700, 7300);
        Assert.InRange(counts[TrafficKind.Ping], 1800, 2200);
        Assert.InRange(counts[TrafficKind.Disco], 850, 1150);
    }
}
