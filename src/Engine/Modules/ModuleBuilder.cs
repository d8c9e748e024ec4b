using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>What a module registers itself with, for one host. Lives during start-up only.</summary>
public sealed class ModuleBuilder(Host host)
{
    public Host Host { get; } = host;

    /// <summary>Answers requests to the domain.</summary>
    public ModuleBuilder HandleServerIq(StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        Host.ServerIqs.Add(type, payloadName, payloadNamespace, handler);
        return this;
    }

    /// <summary>Answers requests to an account, and those without <c>to</c>.</summary>
    public ModuleBuilder HandleAccountIq(StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        Host.AccountIqs.Add(type, payloadName, payloadNamespace, handler);
        return this;
    }

    /// <summary>Answers requests on streams that have not authenticated.</summary>
    public ModuleBuilder HandlePreAuthenticationIq(
        StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        Host.PreAuthenticationIqs.Add(type, payloadName, payloadNamespace, handler);
        return this;
    }

    public ModuleBuilder HandlePresence(IPresenceHandler handler)
    {
        Host.Presence = handler;
        return this;
    }

    public ModuleBuilder HandleOffline(IOfflineHandler handler)
    {
        Host.Offline = handler;
        return this;
    }

    public ModuleBuilder Observe(ISessionObserver observer)
    {
        Host.SessionObservers.Add(observer);
        return this;
    }

    public ModuleBuilder AddStreamFeature(IStreamFeature feature)
    {
        Host.StreamFeatures.Add(feature);
        return this;
    }

    public ModuleBuilder AddServerFeature(string feature)
    {
        Host.ServerFeatures.Add(feature);
        return this;
    }

    public ModuleBuilder AddAccountFeature(string feature)
    {
        Host.AccountFeatures.Add(feature);
        return this;
    }
}
