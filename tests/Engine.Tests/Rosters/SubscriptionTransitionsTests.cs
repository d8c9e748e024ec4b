using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Xunit;

namespace Meerkat.Engine.Tests.Rosters;

/// <summary>The tables of RFC 6121, Appendix A, row by row: existing state, route or deliver, new state.</summary>
public sealed class SubscriptionTransitionsTests
{
    private const bool Yes = true;
    private const bool No = false;

    private static readonly Jid _contact = Jid.Parse("juliet@example.com");
    private static readonly byte[] _request = "<presence type='subscribe'/>"u8.ToArray();

    private static readonly StanzaType[] _types =
        [StanzaType.Subscribe, StanzaType.Unsubscribe, StanzaType.Subscribed, StanzaType.Unsubscribed];

    // The nine of §A.1, and those a pre-approval goes with.
    private static readonly string[] _states =
    [
        "None", "None + Pending Out", "None + Pending In", "None + Pending Out+In", "To", "To + Pending In", "From",
        "From + Pending Out", "Both", "None, approved", "None + Pending Out, approved", "To, approved",
    ];

    // §A.2.1, table 1.
    [Theory]
    [InlineData("None", Yes, "None + Pending Out")]
    [InlineData("None + Pending Out", Yes, "None + Pending Out")]
    [InlineData("None + Pending In", Yes, "None + Pending Out+In")]
    [InlineData("None + Pending Out+In", Yes, "None + Pending Out+In")]
    [InlineData("To", Yes, "To")]
    [InlineData("To + Pending In", Yes, "To + Pending In")]
    [InlineData("From", Yes, "From + Pending Out")]
    [InlineData("From + Pending Out", Yes, "From + Pending Out")]
    [InlineData("Both", Yes, "Both")]
    public void Outbound_subscribe(string existing, bool isRouted, string expected) =>
        AssertStep(Send(existing, StanzaType.Subscribe), existing, isRouted, expected);

    // §A.2.2, table 2.
    [Theory]
    [InlineData("None", Yes, "None")]
    [InlineData("None + Pending Out", Yes, "None")]
    [InlineData("None + Pending In", Yes, "None + Pending In")]
    [InlineData("None + Pending Out+In", Yes, "None + Pending In")]
    [InlineData("To", Yes, "None")]
    [InlineData("To + Pending In", Yes, "None + Pending In")]
    [InlineData("From", Yes, "From")]
    [InlineData("From + Pending Out", Yes, "From")]
    [InlineData("Both", Yes, "From")]
    public void Outbound_unsubscribe(string existing, bool isRouted, string expected) =>
        AssertStep(Send(existing, StanzaType.Unsubscribe), existing, isRouted, expected);

    // §A.2.3, table 3. Note 1: what is not routed from "None", "None + Pending Out" and "To" is a pre-approval.
    [Theory]
    [InlineData("None", No, "None, approved")]
    [InlineData("None + Pending Out", No, "None + Pending Out, approved")]
    [InlineData("None + Pending In", Yes, "From")]
    [InlineData("None + Pending Out+In", Yes, "From + Pending Out")]
    [InlineData("To", No, "To, approved")]
    [InlineData("To + Pending In", Yes, "Both")]
    [InlineData("From", No, "From")]
    [InlineData("From + Pending Out", No, "From + Pending Out")]
    [InlineData("Both", No, "Both")]
    public void Outbound_subscribed(string existing, bool isRouted, string expected) =>
        AssertStep(Send(existing, StanzaType.Subscribed), existing, isRouted, expected);

    // §A.2.4, table 4.
    [Theory]
    [InlineData("None", No, "None")]
    [InlineData("None + Pending Out", No, "None + Pending Out")]
    [InlineData("None + Pending In", Yes, "None")]
    [InlineData("None + Pending Out+In", Yes, "None + Pending Out")]
    [InlineData("To", No, "To")]
    [InlineData("To + Pending In", Yes, "To")]
    [InlineData("From", Yes, "None")]
    [InlineData("From + Pending Out", Yes, "None + Pending Out")]
    [InlineData("Both", Yes, "To")]
    public void Outbound_unsubscribed(string existing, bool isRouted, string expected) =>
        AssertStep(Send(existing, StanzaType.Unsubscribed), existing, isRouted, expected);

    // §A.3.1, table 5. Note 2: in the last three rows the server answers "subscribed" itself.
    [Theory]
    [InlineData("None", Yes, "None + Pending In")]
    [InlineData("None + Pending Out", Yes, "None + Pending Out+In")]
    [InlineData("None + Pending In", No, "None + Pending In")]
    [InlineData("None + Pending Out+In", No, "None + Pending Out+In")]
    [InlineData("To", Yes, "To + Pending In")]
    [InlineData("To + Pending In", No, "To + Pending In")]
    [InlineData("From", No, "From")]
    [InlineData("From + Pending Out", No, "From + Pending Out")]
    [InlineData("Both", No, "Both")]
    public void Inbound_subscribe(string existing, bool isDelivered, string expected) =>
        AssertStep(Receive(existing, StanzaType.Subscribe), existing, isDelivered, expected);

    // §A.3.2, table 6.
    [Theory]
    [InlineData("None", No, "None")]
    [InlineData("None + Pending Out", No, "None + Pending Out")]
    [InlineData("None + Pending In", Yes, "None")]
    [InlineData("None + Pending Out+In", Yes, "None + Pending Out")]
    [InlineData("To", No, "To")]
    [InlineData("To + Pending In", Yes, "To")]
    [InlineData("From", Yes, "None")]
    [InlineData("From + Pending Out", Yes, "None + Pending Out")]
    [InlineData("Both", Yes, "To")]
    public void Inbound_unsubscribe(string existing, bool isDelivered, string expected) =>
        AssertStep(Receive(existing, StanzaType.Unsubscribe), existing, isDelivered, expected);

    // §A.3.3, table 7.
    [Theory]
    [InlineData("None", No, "None")]
    [InlineData("None + Pending Out", Yes, "To")]
    [InlineData("None + Pending In", No, "None + Pending In")]
    [InlineData("None + Pending Out+In", Yes, "To + Pending In")]
    [InlineData("To", No, "To")]
    [InlineData("To + Pending In", No, "To + Pending In")]
    [InlineData("From", No, "From")]
    [InlineData("From + Pending Out", Yes, "Both")]
    [InlineData("Both", No, "Both")]
    public void Inbound_subscribed(string existing, bool isDelivered, string expected) =>
        AssertStep(Receive(existing, StanzaType.Subscribed), existing, isDelivered, expected);

    // §A.3.4, table 8.
    [Theory]
    [InlineData("None", No, "None")]
    [InlineData("None + Pending Out", Yes, "None")]
    [InlineData("None + Pending In", No, "None + Pending In")]
    [InlineData("None + Pending Out+In", Yes, "None + Pending In")]
    [InlineData("To", Yes, "None")]
    [InlineData("To + Pending In", Yes, "None + Pending In")]
    [InlineData("From", No, "From")]
    [InlineData("From + Pending Out", Yes, "From")]
    [InlineData("Both", Yes, "From")]
    public void Inbound_unsubscribed(string existing, bool isDelivered, string expected) =>
        AssertStep(Receive(existing, StanzaType.Unsubscribed), existing, isDelivered, expected);

    // What the server itself sends: only these cells send anything.
    [Theory]
    [InlineData("outbound", StanzaType.Subscribed, "None + Pending In", StanzaType.None, nameof(OwedPresence.Current))]
    [InlineData("outbound", StanzaType.Subscribed, "None + Pending Out+In", StanzaType.None, nameof(OwedPresence.Current))]
    [InlineData("outbound", StanzaType.Subscribed, "To + Pending In", StanzaType.None, nameof(OwedPresence.Current))]
    [InlineData("outbound", StanzaType.Unsubscribed, "From", StanzaType.None, nameof(OwedPresence.Unavailable))]
    [InlineData("outbound", StanzaType.Unsubscribed, "From + Pending Out", StanzaType.None, nameof(OwedPresence.Unavailable))]
    [InlineData("outbound", StanzaType.Unsubscribed, "Both", StanzaType.None, nameof(OwedPresence.Unavailable))]
    [InlineData("inbound", StanzaType.Subscribe, "From", StanzaType.Subscribed, nameof(OwedPresence.Current))]
    [InlineData("inbound", StanzaType.Subscribe, "From + Pending Out", StanzaType.Subscribed, nameof(OwedPresence.Current))]
    [InlineData("inbound", StanzaType.Subscribe, "Both", StanzaType.Subscribed, nameof(OwedPresence.Current))]
    [InlineData("inbound", StanzaType.Subscribe, "None, approved", StanzaType.Subscribed, nameof(OwedPresence.Current))]
    [InlineData("inbound", StanzaType.Subscribe, "None + Pending Out, approved", StanzaType.Subscribed, nameof(OwedPresence.Current))]
    [InlineData("inbound", StanzaType.Subscribe, "To, approved", StanzaType.Subscribed, nameof(OwedPresence.Current))]
    [InlineData("inbound", StanzaType.Unsubscribe, "From", StanzaType.None, nameof(OwedPresence.Unavailable))]
    [InlineData("inbound", StanzaType.Unsubscribe, "From + Pending Out", StanzaType.None, nameof(OwedPresence.Unavailable))]
    [InlineData("inbound", StanzaType.Unsubscribe, "Both", StanzaType.None, nameof(OwedPresence.Unavailable))]
    public void Server_sends_of_its_own(
        string direction, StanzaType type, string existing, StanzaType autoReply, string presence)
    {
        var step = direction == "outbound" ? Send(existing, type) : Receive(existing, type);

        Assert.Equal((autoReply, Enum.Parse<OwedPresence>(presence)), (step.AutoReply, step.Presence));
    }

    [Fact]
    public void Server_sends_nothing_of_its_own_in_all_other_cells()
    {
        int sending = _states
            .SelectMany(state => _types.SelectMany(type => new[] { Send(state, type), Receive(state, type) }))
            .Count(step => step.AutoReply != StanzaType.None || step.Presence != OwedPresence.None);

        // Those of the table above.
        Assert.Equal(15, sending);
    }

    // §3.4.2, and where a pre-approval ends.
    [Theory]
    [InlineData("outbound", StanzaType.Subscribed, "None, approved", No, "None, approved")]
    [InlineData("outbound", StanzaType.Unsubscribed, "None, approved", No, "None")]
    [InlineData("outbound", StanzaType.Unsubscribed, "To, approved", No, "To")]
    [InlineData("outbound", StanzaType.Subscribe, "None, approved", Yes, "None + Pending Out, approved")]
    [InlineData("outbound", StanzaType.Unsubscribe, "To, approved", Yes, "None, approved")]
    [InlineData("inbound", StanzaType.Subscribe, "None, approved", No, "From")]
    [InlineData("inbound", StanzaType.Subscribe, "None + Pending Out, approved", No, "From + Pending Out")]
    [InlineData("inbound", StanzaType.Subscribe, "To, approved", No, "Both")]
    [InlineData("inbound", StanzaType.Unsubscribe, "To, approved", No, "To, approved")]
    [InlineData("inbound", StanzaType.Subscribed, "None + Pending Out, approved", Yes, "To, approved")]
    [InlineData("inbound", StanzaType.Unsubscribed, "To, approved", Yes, "None, approved")]
    public void Pre_approval(string direction, StanzaType type, string existing, bool isForwarded, string expected)
    {
        var step = direction == "outbound" ? Send(existing, type) : Receive(existing, type);

        AssertStep(step, existing, isForwarded, expected);
    }

    [Fact]
    public void Outbound_subscribe_to_a_stranger_makes_a_pushed_item()
    {
        var step = SubscriptionTransitions.Outbound(null, _contact, StanzaType.Subscribe);

        Assert.True(step.IsForwarded && step.IsPushDue);
        AssertEquivalent(Item("None + Pending Out"), step.Item);
    }

    [Fact]
    public void Outbound_subscribed_to_a_stranger_makes_a_pushed_pre_approval()
    {
        var step = SubscriptionTransitions.Outbound(null, _contact, StanzaType.Subscribed);

        Assert.True(!step.IsForwarded && step.IsPushDue);
        AssertEquivalent(Item("None, approved"), step.Item);
    }

    [Theory]
    [InlineData(StanzaType.Unsubscribe, Yes)]
    [InlineData(StanzaType.Unsubscribed, No)]
    public void Outbound_ending_with_a_stranger_makes_no_item(StanzaType type, bool isRouted) =>
        Assert.Equal(
            new SubscriptionStep(null, isRouted, false, StanzaType.None, OwedPresence.None),
            SubscriptionTransitions.Outbound(null, _contact, type));

    [Theory]
    [InlineData(StanzaType.Unsubscribe)]
    [InlineData(StanzaType.Subscribed)]
    [InlineData(StanzaType.Unsubscribed)]
    public void Inbound_other_than_a_request_from_a_stranger_is_dropped(StanzaType type) =>
        Assert.Equal(
            new SubscriptionStep(null, false, false, StanzaType.None, OwedPresence.None),
            SubscriptionTransitions.Inbound(null, _contact, type, _request));

    [Fact]
    public void Inbound_subscribe_from_a_stranger_makes_a_hidden_item_with_the_request()
    {
        var step = SubscriptionTransitions.Inbound(null, _contact, StanzaType.Subscribe, _request);

        Assert.True(step.IsForwarded && !step.IsPushDue);
        AssertEquivalent(Hidden(), step.Item);
        Assert.Same(_request, step.Item!.Request);
    }

    [Fact]
    public void Inbound_second_subscribe_keeps_the_first_request()
    {
        var hidden = Hidden();

        var step = SubscriptionTransitions.Inbound(hidden, _contact, StanzaType.Subscribe, [1]);

        Assert.Same(hidden, step.Item);
        Assert.False(step.IsForwarded);
    }

    [Theory]
    [InlineData(StanzaType.Subscribe, "None + Pending Out+In")]
    [InlineData(StanzaType.Subscribed, "From")]
    public void Hidden_item_is_shown_and_pushed_once_the_user_deals_with_it(StanzaType type, string expected)
    {
        var step = SubscriptionTransitions.Outbound(Hidden(), _contact, type);

        Assert.True(step.IsForwarded && step.IsPushDue);
        AssertEquivalent(Item(expected), step.Item);
    }

    [Fact]
    public void Hidden_item_goes_unseen_when_the_user_refuses()
    {
        var step = SubscriptionTransitions.Outbound(Hidden(), _contact, StanzaType.Unsubscribed);

        Assert.Equal(new SubscriptionStep(null, true, false, StanzaType.None, OwedPresence.None), step);
    }

    [Fact]
    public void Hidden_item_goes_unseen_when_the_contact_withdraws()
    {
        var step = SubscriptionTransitions.Inbound(Hidden(), _contact, StanzaType.Unsubscribe, _request);

        Assert.Equal(new SubscriptionStep(null, true, false, StanzaType.None, OwedPresence.None), step);
    }

    // The store writes nothing for the same instance.
    [Fact]
    public void Transition_without_change_returns_the_same_instance()
    {
        var items = _states.Select(Item).Append(Hidden());

        Assert.All(
            items.SelectMany(item => _types.SelectMany(type => new[]
            {
                (item, SubscriptionTransitions.Outbound(item, _contact, type).Item),
                (item, SubscriptionTransitions.Inbound(item, _contact, type, _request).Item),
            })),
            pair => Assert.Equal(pair.Item1.Equals(pair.Item2), ReferenceEquals(pair.Item1, pair.Item2)));
    }

    [Fact]
    public void Transition_keeps_name_and_groups()
    {
        var item = Item("To") with { Name = "Juliet", Groups = ["Capulets"] };

        var step = SubscriptionTransitions.Inbound(item, _contact, StanzaType.Unsubscribed, _request);

        AssertEquivalent(item with { Subscription = Subscription.None }, step.Item);
    }

    [Theory]
    [InlineData(StanzaType.None)]
    [InlineData(StanzaType.Probe)]
    [InlineData(StanzaType.Unavailable)]
    public void Other_presence_is_a_mistake_of_the_caller(StanzaType type)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SubscriptionTransitions.Outbound(null, _contact, type));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubscriptionTransitions.Inbound(null, _contact, type, _request));
    }

    // §2.5.2: state, "unsubscribe" sent, "unsubscribed" sent, presence owed.
    [Theory]
    [InlineData("None", No, No, nameof(OwedPresence.None))]
    [InlineData("None, approved", No, No, nameof(OwedPresence.None))]
    [InlineData("None + Pending Out", Yes, No, nameof(OwedPresence.None))]
    [InlineData("None + Pending In", No, Yes, nameof(OwedPresence.None))]
    [InlineData("None + Pending Out+In", Yes, Yes, nameof(OwedPresence.None))]
    [InlineData("To", Yes, No, nameof(OwedPresence.None))]
    [InlineData("To + Pending In", Yes, Yes, nameof(OwedPresence.None))]
    [InlineData("From", No, Yes, nameof(OwedPresence.Unavailable))]
    [InlineData("From + Pending Out", Yes, Yes, nameof(OwedPresence.Unavailable))]
    [InlineData("Both", Yes, Yes, nameof(OwedPresence.Unavailable))]
    public void Remove(string existing, bool sendsUnsubscribe, bool sendsUnsubscribed, string presence) =>
        Assert.Equal(
            new RosterRemoval(null, IsFound: true, sendsUnsubscribe, sendsUnsubscribed, Enum.Parse<OwedPresence>(presence)),
            SubscriptionTransitions.Remove(Item(existing)));

    [Fact]
    public void Remove_of_what_the_user_does_not_see_finds_nothing()
    {
        var hidden = Hidden();

        Assert.Equal(new RosterRemoval(null, false, false, false, OwedPresence.None), SubscriptionTransitions.Remove(null));
        Assert.Equal(new RosterRemoval(hidden, false, false, false, OwedPresence.None), SubscriptionTransitions.Remove(hidden));
    }

    private static SubscriptionStep Send(string existing, StanzaType type) =>
        SubscriptionTransitions.Outbound(Item(existing), _contact, type);

    private static SubscriptionStep Receive(string existing, StanzaType type) =>
        SubscriptionTransitions.Inbound(Item(existing), _contact, type, _request);

    /// <summary>A push is due exactly if something other than "pending in" changed.</summary>
    private static void AssertStep(SubscriptionStep step, string existing, bool isForwarded, string expected)
    {
        Assert.Equal(isForwarded, step.IsForwarded);
        AssertEquivalent(Item(expected), step.Item);
        Assert.Equal(WithoutPendingIn(existing) != WithoutPendingIn(expected), step.IsPushDue);
    }

    private static void AssertEquivalent(RosterItem expected, RosterItem? actual) => Assert.Equal(expected, actual);

    /// <summary>An item in the roster, in a state named as RFC 6121 §A.1 does.</summary>
    private static RosterItem Item(string state)
    {
        bool isPendingIn = state.Contains("Pending In", StringComparison.Ordinal) || state.Contains("Out+In", StringComparison.Ordinal);
        return new RosterItem(_contact)
        {
            Subscription = Enum.Parse<Subscription>(state.Split(' ', ',')[0]),
            IsPendingOut = state.Contains("Pending Out", StringComparison.Ordinal),
            IsPendingIn = isPendingIn,
            Request = isPendingIn ? _request : null,
            IsPreApproved = state.Contains("approved", StringComparison.Ordinal),
        };
    }

    private static RosterItem Hidden() => Item("None + Pending In") with { IsInRoster = false };

    private static RosterItem WithoutPendingIn(string state) => Item(state) with { IsPendingIn = false, Request = null };
}
