using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Says what the server and its accounts are and can do (XEP-0030). Any turn.</summary>
[Xep("0030", "2.5.0")]
public sealed class Xep0030Disco(EngineServices services, DiscoOptions options) : IModule, IIqHandler
{
    private const string Info = "http://jabber.org/protocol/disco#info";
    private const string Items = "http://jabber.org/protocol/disco#items";

    private readonly HostItems _items = new(services.Hosts, services.Components, [.. options.ExtraDomains.Select(Jid.Parse)]);

    public void Register(ModuleBuilder builder) =>
        builder
            .HandleServerIq(StanzaType.Get, "query", Info, this)
            .HandleServerIq(StanzaType.Get, "query", Items, this)
            .HandleAccountIq(StanzaType.Get, "query", Info, this)
            .HandleAccountIq(StanzaType.Get, "query", Items, this)
            .AddServerFeature(Info)
            .AddServerFeature(Items)
            .AddAccountFeature(Info)
            .AddAccountFeature(Items)
            .AddServerIdentity(new DiscoIdentity("server", "im", "Meerkat"))
            .AddAccountIdentity(new DiscoIdentity("account", "registered"));

    public async ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (request.Account.HasLocal && !await MaySeeAsync(request).ConfigureAwait(false))
        {
            return StanzaError.ServiceUnavailable;
        }

        return Answer(request);
    }

    /// <summary>§8: an account says what it is to its owner and to who may see its presence.</summary>
    private async ValueTask<bool> MaySeeAsync(IqRequest request)
    {
        if (request.IsOwnAccount) return true;

        var roster = await services.Rosters.GetAsync(request.Account).ConfigureAwait(false);
        return roster.Find(request.From.Bare) is { HasFrom: true };
    }

    private StanzaError? Answer(IqRequest request)
    {
        var features = request.Account.HasLocal ? request.Host.AccountFeatures : request.Host.ServerFeatures;
        var query = request.Payload;
        var node = query.Attribute("node"u8);
        var isInfo = query.Namespace.SequenceEqual(Namespaces.DiscoInfo);
        // The capabilities hash names a node that stands for the domain itself (XEP-0115 §6.2).
        if (!node.IsEmpty && !(isInfo && IsCapabilitiesNode(request, node))) return AnswerNode(request, node.ToString(), isInfo);

        var writer = request.Reply();
        writer.Start("query"u8, query.Namespace);
        if (!node.IsEmpty) writer.Attribute("node"u8, node);
        if (isInfo) Write(ref writer, features);
        else if (!request.Account.HasLocal) WriteItems(ref writer, request);
        writer.End("query"u8);
        return null;
    }

    /// <summary>§7: what nobody has is not found.</summary>
    private static StanzaError? AnswerNode(IqRequest request, string node, bool isInfo)
    {
        if (request.Account.HasLocal) return StanzaError.ItemNotFound;

        var writer = request.Reply();
        writer.Start("query"u8, request.Payload.Namespace);
        writer.Attribute("node"u8, node);
        foreach (var nodes in request.Host.Registrations.DiscoNodes)
        {
            var isKnown = isInfo ? nodes.TryWriteInfo(request, node, ref writer) : nodes.TryWriteItems(request, node, ref writer);
            if (!isKnown) continue;

            writer.End("query"u8);
            return null;
        }

        return StanzaError.ItemNotFound;
    }

    private static bool IsCapabilitiesNode(IqRequest request, XmlValue node) =>
        !request.Account.HasLocal && node.Equals(request.Host.Capabilities.NodeWithVersion);

    private void WriteItems(ref XmlWriter writer, IqRequest request)
    {
        // Components and servers see everything.
        var seesHidden = options.UsersSeeHidden || !request.From.HasLocal;
        foreach (var item in _items.Of(request.Host, seesHidden))
        {
            writer.Start("item"u8);
            writer.Attribute("jid"u8, item.Utf8);
            writer.End("item"u8);
        }
    }

    private static void Write(ref XmlWriter writer, FeatureList features)
    {
        foreach (var identity in features.Identities)
        {
            writer.Start("identity"u8);
            writer.Attribute("category"u8, identity.Category);
            writer.Attribute("type"u8, identity.Type);
            if (identity.Name is { } name) writer.Attribute("name"u8, name);
            writer.End("identity"u8);
        }

        foreach (var feature in features.Features)
        {
            writer.Start("feature"u8);
            writer.Attribute("var"u8, feature);
            writer.End("feature"u8);
        }
    }
}
