using Meerkat.Engine.Access;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Components;

/// <summary>What all component streams of this server share. One per process; any thread.</summary>
public sealed class ComponentStreams
{
    public required ComponentRegistry Registry { get; init; }

    public required Router Router { get; init; }

    public required AccessControl Access { get; init; }

    public required ServerSender Server { get; init; }

    public required JidPreparer Jids { get; init; }

    public required XmlScratchPool Scratch { get; init; }

    public required TurnPool Turns { get; init; }

    /// <summary>What a shutdown waits for.</summary>
    public required DetachedWork Work { get; init; }

    public required ServerMetrics Metrics { get; init; }

    public required ILogger<ComponentStream> Logger { get; init; }

    internal ComponentStanzas Stanzas => field ??= new ComponentStanzas(Router, Jids, Metrics);

    internal UnsentBounces UnsentBounces => field ??= new UnsentBounces(Server, Router.Bounce, Jids, Turns, Work);
}
