using System.Net;
using Meerkat.Engine.Components;
using Meerkat.Engine.Options;

namespace Meerkat.Server.Options;

/// <summary>The options of component listeners: those of the last group, which is the only one unless the file has
/// several.</summary>
internal static class ComponentRows
{
    /// <summary>The table that may be written several times.</summary>
    public const string Area = "components";

    /// <summary>Options with one more group, which rows speak of from now on.</summary>
    public static ServerOptions AddGroup(ServerOptions options) => options with { Components = [.. options.Components, new()] };

    // Long by design: one row per option.
    public static IEnumerable<OptionDescriptor> All()
    {
        ListType<IPEndPoint> endpoints = new(new EndpointType());
        OptionArea<ComponentOptions> area = new(
            Area, o => o.Components[^1], (o, a) => o with { Components = [.. o.Components.SkipLast(1), a] });
        yield return area.Option(
            "listen", endpoints, o => o.Listen, (o, v) => o with { Listen = v },
            "Endpoints for components; port 8888 by custom.", "--components");
        yield return area.Option(
            "hidden_listen", endpoints, o => o.HiddenListen, (o, v) => o with { HiddenListen = v },
            "Endpoints for components that users do not see among the items of their domain.", "--hidden-components");
        yield return area.Option(
            "tls", new BooleanType(), o => o.Tls, (o, v) => o with { Tls = v },
            "Whether these endpoints have TLS from the first byte, with the certificates of [tls].", "--component-tls");
        yield return area.Option(
            "password", new SecretType(), o => o.Password, (o, v) => o with { Password = v },
            "What components have to know. On the command line every user of the machine can read it.", "--component-secret");
        yield return area.Option(
            "passwords", new PasswordsType(), o => o.Passwords, (o, v) => o with { Passwords = v },
            "Passwords of domains that have one of their own.", "--component-password");
        yield return area.Option(
            "allowed_domains", new ListType<string>(new DomainType()), o => o.AllowedDomains, (o, v) => o with { AllowedDomains = v },
            "The domains that components may have, as they name them. An empty list: any that the server does not have itself.",
            "--component-domain");
        yield return area.Option(
            "access",
            new NameType("a rule of [access], \"all\", \"local\" or \"none\""), o => o.Access, (o, v) => o with { Access = v },
            "Who may write to components. local: users of this server.", "--component-access");
        yield return area.Option(
            "shaper", new NameType("a shaper, or \"none\""), o => o.Shaper, (o, v) => o with { Shaper = v },
            "What limits how fast each component may send.", "--component-shaper");
        yield return area.Option(
            "check_from", new BooleanType(), o => o.ChecksFrom, (o, v) => o with { ChecksFrom = v },
            "Whether components may write from their own domains only. Without it they may write in the name of anybody.",
            "--component-check-from");
        yield return area.Option(
            "conflict_behaviour",
            new ChoiceType<ComponentConflictPolicy>(
                ("disconnect", ComponentConflictPolicy.Disconnect), ("kick_old", ComponentConflictPolicy.KickOld)),
            o => o.Conflict, (o, v) => o with { Conflict = v },
            "Who gives way when a component connects for a domain that another one has: the new connection or the old.",
            "--component-conflict");
        yield return area.Option(
            "state_timeout", new DurationType(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            o => o.StateTimeout, (o, v) => o with { StateTimeout = v },
            "How long a component may take for its stream header, and for its handshake.", "--component-state-timeout");
        yield return area.Option(
            "max_stanza", new SizeType(10_000, 64 << 20), o => o.MaxStanzaBytes, (o, v) => o with { MaxStanzaBytes = v },
            "The largest stanza accepted from a component.", "--component-max-stanza");
        yield return area.Option(
            "max_queued_stanzas", new CountType(1, int.MaxValue), o => o.MaxQueuedStanzas, (o, v) => o with { MaxQueuedStanzas = v },
            "Stanzas that may wait for a component that reads too slowly before it is disconnected.", "--component-max-queued-stanzas");
        yield return area.Option(
            "max_queued", new SizeType(64 << 10, 1 << 30), o => o.MaxQueuedBytes, (o, v) => o with { MaxQueuedBytes = v },
            "What may wait for a component that reads too slowly before it is disconnected.", "--component-max-queued");
    }
}
