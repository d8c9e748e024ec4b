using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>Binds resources (RFC 6120 §7). Stateless, shared by all streams.</summary>
internal sealed class ResourceBinder(SessionTable sessions, SessionEnds ends, ClientStreamOptions options)
{
    // 80 random bits in hexadecimal: never the same twice, and nothing about the client in it (RFC 6120 §13.10.2.2).
    private const int GeneratedResourceBytes = 10;

    /// <summary>The only thing an authenticated client may send before it has a resource (§7.1).</summary>
    public void OnElement(Turn turn, XmppStream stream, Negotiator negotiator, ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, stream.Scanner.Scope, Namespaces.Client);
        var iq = new XmlElementReader(bytes, stream.Scanner.Scope);
        if (header.Kind != StanzaKind.Iq
            || header.Type != StanzaType.Set
            || !iq.TryGetChild("bind"u8, Namespaces.Bind, out var bind))
        {
            stream.Fail(turn, StreamError.NotAuthorized);
            return;
        }

        if (!TryChooseJid(negotiator.Account!, bind, out var jid))
        {
            SendError(turn, stream, header.Id, StanzaError.BadRequest);
            return;
        }

        if (options.Conflict == ResourceConflictPolicy.RefuseNew
            && sessions.Find(jid.BareUtf8)?.Find(jid.Resource) is not null)
        {
            SendError(turn, stream, header.Id, StanzaError.Conflict);
            return;
        }

        Bind(turn, stream, negotiator, jid, header.Id);
    }

    private void Bind(Turn turn, XmppStream stream, Negotiator negotiator, Jid jid, XmlValue id)
    {
        var session = new Session(jid, negotiator.Host, stream, SessionStamps.Write(jid, negotiator.Lang));
        var displaced = sessions.Bind(session, options.MaxSessionsPerUser);
        if (displaced is null)
        {
            Complete(turn, stream, session, id.ToArray());
            return;
        }

        // Contacts must see the old session go before the new one comes.
        displaced.Close(turn, CloseReason.Replaced);
        var ended = ends.EndAsync(displaced);
        if (ended.IsCompletedSuccessfully)
        {
            Complete(turn, stream, session, id.ToArray());
            return;
        }

        negotiator.Reserved = session;
        var requestId = id.ToArray();
        stream.ContinueAfter(ended, later => Complete(later, stream, session, requestId));
    }

    private static void Complete(Turn turn, XmppStream stream, Session session, byte[] requestId)
    {
        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, "result"u8);
        if (requestId.Length > 0) writer.Attribute("id"u8, requestId);
        writer.Start("bind"u8, Namespaces.Bind);
        writer.Element("jid"u8, session.Jid.Utf8);
        writer.End("bind"u8);
        writer.End("iq"u8);
        stream.Append(turn, turn.Scratch.WrittenSpan);
        stream.Bound(session);
        foreach (var observer in session.Host.SessionObservers) observer.OnBound(turn, session);
    }

    private static bool TryChooseJid(Jid account, XmlElementReader bind, [NotNullWhen(true)] out Jid? jid)
    {
        if (bind.TryGetChild("resource"u8, Namespaces.Bind, out var resource) && !resource.Text.IsEmpty)
        {
            return account.TryWithResource(resource.Text.ToArray(), out jid);
        }

        Span<byte> random = stackalloc byte[GeneratedResourceBytes];
        Span<byte> generated = stackalloc byte[GeneratedResourceBytes * 2];
        RandomNumberGenerator.Fill(random);
        Convert.TryToHexStringLower(random, generated, out _);
        return account.TryWithResource(generated, out jid);
    }

    private static void SendError(Turn turn, XmppStream stream, XmlValue id, StanzaError error)
    {
        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, "error"u8);
        if (id.IsPresent) writer.Attribute("id"u8, id);
        ReplyWriter.WriteErrorElement(ref writer, in error);
        writer.End("iq"u8);
        stream.Append(turn, turn.Scratch.WrittenSpan);
    }
}
