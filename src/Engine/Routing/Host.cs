using Meerkat.Engine.Modules;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Routing;

/// <summary>One served domain: what its modules registered. Filled at start-up, read-only afterwards: any thread.</summary>
public sealed class Host(Jid domain)
{
    public Jid Domain { get; } = domain;

    /// <summary>Requests to the domain itself.</summary>
    public IqTable ServerIqs { get; } = new();

    /// <summary>Requests to an account: to a bare JID of this domain, or without <c>to</c> to the sender's own.</summary>
    public IqTable AccountIqs { get; } = new();

    /// <summary>Requests on a stream that has not authenticated yet (XEP-0077).</summary>
    public IqTable PreAuthenticationIqs { get; } = new();

    /// <summary>Presence, subscriptions and probes; null: presence is not served.</summary>
    public IPresenceHandler? Presence { get; internal set; }

    /// <summary>Messages nobody is there for; null: they are refused.</summary>
    public IOfflineHandler? Offline { get; internal set; }

    /// <summary>Told of sessions, in listed order.</summary>
    public List<ISessionObserver> SessionObservers { get; } = [];

    /// <summary>What is advertised in stream features, in listed order.</summary>
    public List<IStreamFeature> StreamFeatures { get; } = [];

    /// <summary>What disco#info of the domain says (XEP-0030).</summary>
    public FeatureList ServerFeatures { get; } = new();

    /// <summary>What disco#info of an account says.</summary>
    public FeatureList AccountFeatures { get; } = new();

    /// <summary>The hash of <see cref="ServerFeatures"/>, made at first use: after all modules have registered.</summary>
    public Capabilities Capabilities => field ??= new Capabilities(ServerFeatures);
}
