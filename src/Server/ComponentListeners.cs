using System.Net;
using Meerkat.Engine.Access;
using Meerkat.Engine.Components;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Server;

/// <summary>The listeners of components as the operator's options have them. Pure.</summary>
internal static class ComponentListeners
{
    /// <summary>What each is called, where it listens, and who takes its connections.</summary>
    public static IEnumerable<(string Name, IPEndPoint EndPoint, IConnectionAcceptor Acceptor)> Of(
        ServerOptions options, ComponentStreams streams, AccessControl access, CurrentTls? tls)
    {
        foreach (var group in options.Components)
        {
            var settings = group.ToSettings(options.Limits, access);
            var directTls = group.Tls ? tls : null;
            var visible = new ComponentAcceptor(streams, settings, directTls);
            var hidden = new ComponentAcceptor(streams, settings with { IsHidden = true }, directTls);
            foreach (var endPoint in group.Listen) yield return ("component", endPoint, visible);
            foreach (var endPoint in group.HiddenListen) yield return ("component-hidden", endPoint, hidden);
        }
    }

    public static ComponentSettings ToSettings(this ComponentOptions options, LimitOptions limits, AccessControl access) => new()
    {
        Password = options.Password,
        Passwords = options.Passwords.ToDictionary(pair => Jid.Parse(pair.Key), pair => pair.Value),
        AllowedDomains = [.. options.AllowedDomains.Select(Jid.Parse)],
        Access = access.RuleNamed(options.Access),
        Shaper = options.Shaper,
        ChecksFrom = options.ChecksFrom,
        Conflict = options.Conflict,
        StateTimeout = options.StateTimeout,
        Connection = new ConnectionLimits(
            EngineSettings.ReceiveBytes(options.MaxStanzaBytes, limits), options.MaxQueuedBytes, options.MaxQueuedStanzas),
        Xml = limits.ToXmlLimits() with { MaxStanzaBytes = options.MaxStanzaBytes },
    };
}
