using Meerkat.Engine.Access;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Streams;

/// <summary>What all client streams of this server share. One per process; any thread.</summary>
public sealed class ClientStreams
{
    public required HostTable Hosts { get; init; }

    public required Router Router { get; init; }

    public required IqDispatcher Iqs { get; init; }

    public required SaslMechanisms Sasl { get; init; }

    /// <summary>Null: no certificate, so STARTTLS is not offered.</summary>
    public CurrentTls? Tls { get; init; }

    public required ClientStreamOptions Options { get; init; }

    public required AccessControl Access { get; init; }

    public required FailedLogins FailedLogins { get; init; }

    public required JidPreparer Jids { get; init; }

    public required XmlScratchPool Scratch { get; init; }

    public required SessionEnds SessionEnds { get; init; }

    public required BlocklistService Blocklists { get; init; }

    public required ServerMetrics Metrics { get; init; }

    internal ClientStanzas Stanzas => field ??= new ClientStanzas(Router, Jids, Metrics);

    internal ResourceBinder Binder => field ??= new ResourceBinder(Router.Sessions, SessionEnds, Blocklists, Options, Access);

    public required ILogger<XmppStream> Logger { get; init; }
}
