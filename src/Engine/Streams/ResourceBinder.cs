using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Meerkat.Engine.Access;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>Binds resources (RFC 6120 §7). Stateless, shared by all streams.</summary>
internal sealed class ResourceBinder(
    SessionTable sessions, SessionEnds ends, BlocklistService blocklists, ClientStreamOptions options, AccessControl access)
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
            SendError(turn, stream, header.Id.ToArray(), StanzaError.BadRequest);
            return;
        }

        var session = new Session(jid, negotiator.Host, stream, SessionStamps.Write(jid, negotiator.Lang))
        {
            BoundAtMs = turn.NowMs,
        };
        Prepare(turn, stream, session, header.Id.ToArray());
    }

    /// <summary>Nothing may reach a session from whom its user blocks, so that is known before it can be found.</summary>
    private void Prepare(Turn turn, XmppStream stream, Session session, byte[] requestId)
    {
        var shared = blocklists.PrepareAsync(session.Jid);
        if (shared.IsCompletedSuccessfully)
        {
            Bind(turn, stream, session, shared.Result, requestId);
            return;
        }

        var prepared = shared.AsTask();
        stream.ContinueAfter(prepared, later =>
        {
            if (prepared.IsCompletedSuccessfully) Bind(later, stream, session, prepared.Result, requestId);
            else SendError(later, stream, requestId, StanzaError.InternalServerError);
        });
    }

    /// <summary>
    /// Contacts must see an old session go before the new one comes, and the client its bind result before anything else:
    /// whoever is in the way is ended first, and only then is the new session there for others to find.
    /// </summary>
    private void Bind(Turn turn, XmppStream stream, Session session, SharedAccount shared, byte[] requestId)
    {
        var maxSessions = access.MaxSessionsOf(session.Jid, session.RemoteEndPoint.Address, options.MaxSessionsPerUser);
        while (sessions.InTheWayOf(session, maxSessions) is { } old)
        {
            if (options.Conflict == ResourceConflictPolicy.RefuseNew && old.Jid.Equals(session.Jid))
            {
                SendError(turn, stream, requestId, StanzaError.Conflict);
                return;
            }

            var ended = End(turn, old);
            if (ended.IsCompletedSuccessfully) continue;

            stream.ContinueAfter(ended, later => Bind(later, stream, session, shared, requestId));
            return;
        }

        // Another stream may have bound the resource since: then it is that one's turn to go.
        if (sessions.Bind(session, maxSessions, shared.State) is { } overtaken) _ = End(turn, overtaken);
        blocklists.OnBound(session.Jid, in shared);
        access.Shape(session);
        Complete(turn, stream, session, requestId);
    }

    private Task End(Turn turn, Session old)
    {
        old.Close(turn, CloseReason.Replaced);
        return ends.EndAsync(old);
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
        Tell(turn, session);
    }

    private static void Tell(Turn turn, Session session)
    {
        var observers = session.Host.SessionObservers;
        foreach (var observer in observers) observer.OnBound(turn, session);

        // Pairs with HostModules, which exchanges the observers first and then visits the sessions of the table: one that was
        // withdrawn meanwhile is told by it, or here.
        var now = session.Host.SessionObservers;
        if (now == observers) return;

        foreach (var observer in observers.Where(observer => !now.Contains(observer))) observer.OnWithdrawn(session);
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

    private static void SendError(Turn turn, XmppStream stream, byte[] requestId, StanzaError error)
    {
        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, "error"u8);
        if (requestId.Length > 0) writer.Attribute("id"u8, requestId);
        ReplyWriter.WriteErrorElement(ref writer, in error);
        writer.End("iq"u8);
        stream.Append(turn, turn.Scratch.WrittenSpan);
    }
}
