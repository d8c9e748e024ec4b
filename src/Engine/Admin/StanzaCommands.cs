using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>Stanzas sent on somebody's behalf. Stateless; any thread.</summary>
internal static class StanzaCommands
{
    private static readonly AdminParameter<Jid> _from = new("from", AdminTypes.Address, "Who it comes from: an address of this server.");
    private static readonly AdminParameter<Jid> _to = new("to", AdminTypes.Address, "Who it is for.");
    private static readonly AdminParameter<string> _body = new("body", AdminTypes.Text, "The text.");
    private static readonly AdminParameter<string> _subject =
        new AdminParameter<string>("subject", AdminTypes.Text, "The subject.").Optional();
    private static readonly AdminParameter<Jid> _session = new("session", AdminTypes.Session, "The connected resource that is to have sent it.");
    private static readonly AdminParameter<byte[]> _stanza = new("stanza", AdminTypes.Xml, "The message, presence or iq.");

    public static AdminCategory Category { get; } = new("stanza", "Messages and other stanzas on somebody's behalf.",
    [
        new("stanza", "send-message", "Send a chat message.")
        {
            Parameters = [_from, _to, _body],
            IsChange = true,
            Aliases = [new("send_message_chat from=FROM to=TO body=BODY")],
            Run = (admin, arguments) => SendAsync(admin, arguments, "chat"),
        },
        new("stanza", "send-headline", "Send a headline: shown to connected resources, and never kept.")
        {
            Parameters = [_from, _to, _subject, _body],
            IsChange = true,
            Aliases = [new("send_message_headline from=FROM to=TO subject=SUBJECT body=BODY")],
            Run = (admin, arguments) => SendAsync(admin, arguments, "headline"),
        },
        new("stanza", "send", "Send any stanza as if a connected client had sent it. The answer goes to that client.")
        {
            Parameters = [_session, _stanza],
            IsChange = true,
            Aliases = [new("send_stanza_c2s session=USER@HOST/RESOURCE stanza=STANZA")],
            Run = SendAsClientAsync,
        },
    ]);

    private static async ValueTask<AdminResult> SendAsync(AdminContext admin, AdminArguments arguments, string type)
    {
        var (from, to) = (arguments.Require(_from), arguments.Require(_to));
        if (admin.Services.Hosts.Find(from) is null) return AdminResult.BadArgument($"from: this server does not serve the domain of {from}");
        if (to.HasLocal && admin.Services.Hosts.Find(to) is not null
            && !await admin.Services.Stores.Accounts.ExistsAsync(to.Bare).ConfigureAwait(false))
        {
            return AdminContext.NoAccount(to.Bare);
        }

        var turn = admin.Services.Turns.Begin();
        admin.Services.Server.Route(turn, Write(from, to, type, arguments), to, RouteContext.FromServer);
        turn.End();
        return AdminResult.Of($"message to {to} sent");
    }

    private static byte[] Write(Jid from, Jid to, string type, AdminArguments arguments)
    {
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("message"u8);
        writer.Attribute("type"u8, type);
        writer.Attribute("from"u8, from.Utf8);
        writer.Attribute("to"u8, to.Utf8);
        if (arguments.Get(_subject) is { Length: > 0 } subject) writer.Element("subject"u8, subject);
        writer.Element("body"u8, arguments.Require(_body));
        writer.End("message"u8);
        return output.WrittenSpan.ToArray();
    }

    private static async ValueTask<AdminResult> SendAsClientAsync(AdminContext admin, AdminArguments arguments)
    {
        var (session, stanza) = (arguments.Require(_session), arguments.Require(_stanza));
        if (FindMistake(stanza, session) is { } mistake) return AdminResult.BadArgument($"stanza: {mistake}");

        return await admin.TakeAsync(session, stanza).ConfigureAwait(false)
            ? AdminResult.Of($"stanza of {session} sent")
            : AdminResult.NotFound($"{session} is not connected");
    }

    /// <summary>What would end the client's stream if the client itself had sent it.</summary>
    private static string? FindMistake(ReadOnlySpan<byte> stanza, Jid session)
    {
        var header = StanzaHeader.Read(stanza, StreamScope.Client, Namespaces.Client);
        if (header.Kind == StanzaKind.None) return "it is not a message, presence or iq";

        return !header.From.IsPresent || (Jid.TryParse(header.From.ToArray(), out var from) && from.Bare.Equals(session.Bare) && (from.IsBare || from.Equals(session)))
            ? null
            : $"its from is not {session}";
    }
}
