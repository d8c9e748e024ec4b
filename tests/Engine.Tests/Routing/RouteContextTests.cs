using Meerkat.Engine.Routing;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>What travels with a stanza, and with what is made of it.</summary>
public sealed class RouteContextTests
{
    [Fact]
    public void Case_1_error_reply_of_an_error_reply_is_refused()
    {
        Assert.True(RouteContext.FromClient.TryErrorReply(out var first));
        Assert.True(first.IsErrorReply);

        Assert.False(first.TryErrorReply(out _));
    }

    [Fact]
    public void What_comes_of_an_error_reply_may_yield_none_either()
    {
        RouteContext.FromClient.TryErrorReply(out var error);

        Assert.False(error.Derive(StanzaMaker.Redelivery).TryErrorReply(out _));
        Assert.False(error.NextHop().TryErrorReply(out _));
    }

    [Fact]
    public void What_is_made_of_a_stanza_is_one_hop_further_on_the_same_trail()
    {
        var first = RouteContext.FromClient.NextHop();

        var second = first.Derive(StanzaMaker.Subscription);

        Assert.Equal((StanzaOrigin.Client, 1, StanzaMaker.None), (first.Origin, first.Hops, first.GeneratedBy));
        Assert.Equal((StanzaOrigin.Server, 2, StanzaMaker.Subscription), (second.Origin, second.Hops, second.GeneratedBy));
        Assert.NotEqual(0, first.Id);
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public void Context_that_others_were_derived_from_is_as_it_was()
    {
        var context = RouteContext.FromServer;

        context.TryErrorReply(out _);
        context.NextHop();

        Assert.Equal(RouteContext.FromServer, context);
        Assert.Equal((0, false, 0L), (context.Hops, context.IsErrorReply, context.Id));
    }

    [Fact]
    public void Hops_do_not_wrap_around()
    {
        var context = new RouteContext(StanzaOrigin.Server, byte.MaxValue);

        Assert.Equal(byte.MaxValue, context.NextHop().Hops);
    }
}
