using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Xunit;

namespace Meerkat.Engine.Tests.Rosters;

/// <summary>Two users' items, each the other's contact, taken through every sequence of actions there is.</summary>
public sealed class SubscriptionPairTests
{
    private static readonly Jid _romeo = Jid.Parse("romeo@example.net");
    private static readonly Jid _juliet = Jid.Parse("juliet@example.com");
    private static readonly byte[] _request = [0];

    private static readonly StanzaType[] _types =
        [StanzaType.Subscribe, StanzaType.Unsubscribe, StanzaType.Subscribed, StanzaType.Unsubscribed];

    [Fact]
    public void Both_sides_agree_after_every_sequence_of_stanzas_and_removals()
    {
        var seen = new HashSet<Pair> { new(null, null) };
        var open = new Queue<Pair>(seen);

        while (open.TryDequeue(out var pair))
        {
            AssertAgreement(pair);
            foreach (var next in Successors(pair).SelectMany(p => new[] { p, p.Swapped() }).Where(seen.Add))
                open.Enqueue(next);
        }

        // Every state of Appendix A was reached, on the one side and so on the other.
        Assert.Equal(9, seen.Where(p => p.Romeo is not null)
            .Select(p => (p.Romeo!.Subscription, p.Romeo.IsPendingOut, p.Romeo.IsPendingIn)).Distinct().Count());
    }

    /// <summary>What follows from anything Romeo may do. Juliet's actions are those of the swapped pair.</summary>
    private static IEnumerable<Pair> Successors(Pair pair)
    {
        foreach (var type in _types)
            yield return Send(pair, type);

        var removal = SubscriptionTransitions.Remove(pair.Romeo);
        var removed = pair with { Romeo = removal.Item };
        if (removal.SendsUnsubscribe)
            removed = Deliver(removed, StanzaType.Unsubscribe);
        if (removal.SendsUnsubscribed)
            removed = Deliver(removed, StanzaType.Unsubscribed);
        yield return removed;
    }

    private static Pair Send(Pair pair, StanzaType type)
    {
        var step = SubscriptionTransitions.Outbound(pair.Romeo, _juliet, type);
        var sent = pair with { Romeo = step.Item };
        return step.IsForwarded ? Deliver(sent, type) : sent;
    }

    /// <summary>Romeo's stanza reaches Juliet, and the answer her server may give reaches Romeo.</summary>
    private static Pair Deliver(Pair pair, StanzaType type)
    {
        var step = SubscriptionTransitions.Inbound(pair.Juliet, _romeo, type, _request);
        var delivered = pair with { Juliet = step.Item };
        if (step.AutoReply == StanzaType.None)
            return delivered;
        var reply = SubscriptionTransitions.Inbound(delivered.Romeo, _juliet, step.AutoReply, _request);
        Assert.Equal(StanzaType.None, reply.AutoReply);
        return delivered with { Romeo = reply.Item };
    }

    private static void AssertAgreement(Pair pair)
    {
        var (romeo, juliet) = pair;
        Assert.Equal(romeo?.HasTo ?? false, juliet?.HasFrom ?? false);
        Assert.Equal(romeo?.HasFrom ?? false, juliet?.HasTo ?? false);
        Assert.Equal(romeo?.IsPendingOut ?? false, juliet?.IsPendingIn ?? false);
        Assert.Equal(romeo?.IsPendingIn ?? false, juliet?.IsPendingOut ?? false);
        AssertSound(romeo);
        AssertSound(juliet);
    }

    private static void AssertSound(RosterItem? item)
    {
        if (item is null)
            return;
        Assert.Equal(item.IsPendingIn, item.Request is not null);
        Assert.False(item.HasTo && item.IsPendingOut);
        Assert.False(item.HasFrom && item.IsPendingIn);
        Assert.False(item.HasFrom && item.IsPreApproved);
        Assert.True(item.IsInRoster || item is { Subscription: Subscription.None, IsPendingIn: true, IsPendingOut: false, IsPreApproved: false });
    }

    private sealed record Pair(RosterItem? Romeo, RosterItem? Juliet)
    {
        /// <summary>The same with the names exchanged.</summary>
        public Pair Swapped() => new(
            Juliet is null ? null : Juliet with { Contact = _juliet },
            Romeo is null ? null : Romeo with { Contact = _romeo });
    }
}
