using Meerkat.Engine.Blocking;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>What modules register themselves with, for one host. Lives while the host's registrations are made.</summary>
public sealed class ModuleBuilder(Host host)
{
    private readonly HostRegistrations _result = new();

    /// <summary>The host as it is known now: what is being registered is not there yet.</summary>
    public Host Host { get; } = host;

    /// <summary>Answers requests to the domain.</summary>
    public ModuleBuilder HandleServerIq(StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        _result.ServerIqs.Add(type, payloadName, payloadNamespace, handler);
        return this;
    }

    /// <summary>Answers requests to an account, and those without <c>to</c>.</summary>
    public ModuleBuilder HandleAccountIq(StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        _result.AccountIqs.Add(type, payloadName, payloadNamespace, handler);
        return this;
    }

    /// <summary>Answers requests on streams that have not authenticated.</summary>
    public ModuleBuilder HandlePreAuthenticationIq(
        StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        _result.PreAuthenticationIqs.Add(type, payloadName, payloadNamespace, handler);
        return this;
    }

    public ModuleBuilder HandlePresence(IPresenceHandler handler)
    {
        _result.Presence = handler;
        return this;
    }

    public ModuleBuilder HandleOffline(IOfflineHandler handler)
    {
        _result.Offline = handler;
        return this;
    }

    /// <summary>What users block is kept from them, and them from it.</summary>
    public ModuleBuilder Enforce(BlocklistService blocklists)
    {
        _result.Blocklists = blocklists;
        return this;
    }

    public ModuleBuilder Observe(ISessionObserver observer)
    {
        _result.SessionObservers = _result.SessionObservers.Add(observer);
        return this;
    }

    public ModuleBuilder Observe(IOfflineObserver observer)
    {
        _result.OfflineObservers = _result.OfflineObservers.Add(observer);
        return this;
    }

    public ModuleBuilder AddStreamFeature(IStreamFeature feature)
    {
        _result.StreamFeatures = _result.StreamFeatures.Add(feature);
        return this;
    }

    public ModuleBuilder AddServerIdentity(DiscoIdentity identity)
    {
        _result.ServerFeatures.Add(identity);
        return this;
    }

    public ModuleBuilder AddServerFeature(string feature)
    {
        _result.ServerFeatures.Add(feature);
        return this;
    }

    public ModuleBuilder AddDiscoNodes(IDiscoNodes nodes)
    {
        _result.DiscoNodes = _result.DiscoNodes.Add(nodes);
        return this;
    }

    public ModuleBuilder AddAccountIdentity(DiscoIdentity identity)
    {
        _result.AccountFeatures.Add(identity);
        return this;
    }

    public ModuleBuilder AddAccountFeature(string feature)
    {
        _result.AccountFeatures.Add(feature);
        return this;
    }

    /// <summary>All of it, complete. The builder is not used again.</summary>
    internal HostRegistrations Build() => _result;
}
