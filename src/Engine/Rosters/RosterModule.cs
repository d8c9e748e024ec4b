using System.Globalization;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Rosters;

/// <summary>The roster requests of RFC 6121 §2 with versioning (§2.6), and what the stream says of both. Any turn.</summary>
public sealed class RosterModule(EngineServices services, SubscriptionService subscriptions)
    : IModule, IIqHandler, IStreamFeature
{
    public void Register(ModuleBuilder builder) => builder
        .HandleAccountIq(StanzaType.Get, "query", "jabber:iq:roster", this)
        .HandleAccountIq(StanzaType.Set, "query", "jabber:iq:roster", this)
        .AddStreamFeature(this)
        .AddServerFeature("jabber:iq:roster");

    public void Write(ref XmlWriter writer, StreamPhase phase)
    {
        if (phase != StreamPhase.BeforeBinding) return;

        writer.Empty("ver"u8, "urn:xmpp:features:rosterver"u8);
        // RFC 6121 §3.4.1
        writer.Empty("sub"u8, "urn:xmpp:features:pre-approval"u8);
    }

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        // RFC 6121 §2.3.3: nobody but the owner reads or changes a roster.
        if (!request.IsOwnAccount) return ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);

        return request.Type == StanzaType.Get ? GetAsync(request) : SetAsync(request);
    }

    private async ValueTask<StanzaError?> GetAsync(IqRequest request)
    {
        // Before the load: a change from now on is pushed, so none falls between.
        if (request.Session is { } session) session.IsInterested = true;

        var roster = await services.Rosters.GetAsync(request.Account).ConfigureAwait(false);
        var known = request.Payload.Attribute("ver"u8);
        // §2.6.3: an empty result tells the client that what it has is still true.
        if (known.IsPresent && known.ToString() == roster.Version.ToString(CultureInfo.InvariantCulture)) return null;

        WriteRoster(request, roster);
        return null;
    }

    private static void WriteRoster(IqRequest request, Roster roster)
    {
        var writer = request.Reply();
        RosterWriter.StartQuery(ref writer, roster.Version);
        foreach (var item in roster.Items)
        {
            if (item.IsInRoster) RosterWriter.WriteItem(ref writer, item);
        }

        writer.End("query"u8);
    }

    private async ValueTask<StanzaError?> SetAsync(IqRequest request)
    {
        if (RosterSet.Read(request.Payload, request.Account, services.Limits, out var error) is not { } set) return error;
        if (set.IsRemoval) return await subscriptions.RemoveAsync(request.From, set.Contact).ConfigureAwait(false);

        var change = await services.Rosters.UpdateAsync(request.Account, set.Contact, item => Apply(item, set))
            .ConfigureAwait(false);
        switch (change.Status)
        {
            case RosterUpdateStatus.RosterFull:
                return StanzaError.ResourceConstraint.Because("The roster is full.");
            case RosterUpdateStatus.NoSuchAccount:
                return StanzaError.ItemNotFound;
            default:
                services.Rosters.Push(request.Account, set.Contact, change);
                return null;
        }
    }

    private static RosterItem Apply(RosterItem? item, RosterSet set) =>
        (item ?? new RosterItem(set.Contact)) with { Name = set.Name, Groups = set.Groups, IsInRoster = true };
}
