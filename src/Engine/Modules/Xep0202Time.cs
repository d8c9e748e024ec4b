using System.Globalization;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Modules;

/// <summary>Says what time it is here (XEP-0202). Any turn.</summary>
[Xep("0202", "2.0")]
public sealed class Xep0202Time(TimeProvider time) : IModule, IIqHandler
{
    private const string Namespace = "urn:xmpp:time";

    public void Register(ModuleBuilder builder) => builder
        .HandleServerIq(StanzaType.Get, "time", Namespace, this)
        .AddServerFeature(Namespace);

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        var local = time.GetLocalNow();
        var writer = request.Reply();
        writer.Start("time"u8, "urn:xmpp:time"u8);
        writer.Element("tzo"u8, local.ToString("zzz", CultureInfo.InvariantCulture));
        writer.Element("utc"u8, local.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        writer.End("time"u8);
        return ValueTask.FromResult<StanzaError?>(null);
    }
}
