using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>How long the server has run, and how long a user has been away (XEP-0012). Any turn.</summary>
[Xep("0012", "2.0")]
public sealed class Xep0012LastActivity(EngineServices services) : IModule, IIqHandler
{
    private const string Namespace = "jabber:iq:last";

    public void Register(ModuleBuilder builder) => builder
        .HandleServerIq(StanzaType.Get, "query", Namespace, this)
        .HandleAccountIq(StanzaType.Get, "query", Namespace, this)
        .AddServerFeature(Namespace)
        .AddAccountFeature(Namespace);

    public async ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (!request.Account.HasLocal || request.Stanza.To is null)
        {
            // XEP-0012 §3: without a localpart it is the server's uptime; a client asking nobody asks its server.
            Write(request.Reply(), services.StartedAt, status: "");
            return null;
        }

        // §4: only who may see the presence may know when it ended.
        if (!request.IsOwnAccount)
        {
            var roster = await services.Rosters.GetAsync(request.Account).ConfigureAwait(false);
            if (roster.Find(request.From.Bare) is not { HasFrom: true }) return StanzaError.Forbidden;
        }

        return await WriteAccountAsync(request).ConfigureAwait(false);
    }

    private async ValueTask<StanzaError?> WriteAccountAsync(IqRequest request)
    {
        // §4: zero seconds while a resource is available.
        if (services.Sessions.Find(request.Account.Utf8)?.HighestPriority() > Sessions.UserEntry.NoneAvailable)
        {
            Write(request.Reply(), services.Time.GetUtcNow(), status: "");
            return null;
        }

        var last = await services.Stores.LastActivity.FindAsync(request.Account).ConfigureAwait(false);
        if (last is null) return StanzaError.ItemNotFound;

        Write(request.Reply(), last.At, last.Status);
        return null;
    }

    private void Write(XmlWriter writer, DateTimeOffset since, string status)
    {
        writer.Start("query"u8, "jabber:iq:last"u8);
        writer.Attribute("seconds"u8, (long)(services.Time.GetUtcNow() - since).TotalSeconds);
        if (status.Length > 0) writer.Text(status);
        writer.End("query"u8);
    }
}
