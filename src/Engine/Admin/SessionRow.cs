using System.Security.Authentication;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>What an administrator is shown of a session. Pure.</summary>
internal static class SessionRow
{
    /// <summary>Session, address, TLS, seconds, priority, status, text.</summary>
    public static object?[] Of(Session session, long nowMs)
    {
        var presence = session.Presence;
        return
        [
            session.Jid.ToString(),
            session.RemoteEndPoint.ToString(),
            session.Tls is null ? null : session.Tls.Protocol == SslProtocols.Tls12 ? "1.2" : "1.3",
            (nowMs - session.BoundAtMs) / 1000,
            presence is null ? null : (long)presence.Priority,
            presence is null ? null : WordOf(StatusOf(presence.Stanza)),
            presence is null ? null : PresenceStanzas.StatusOf(presence.Stanza),
        ];
    }

    public static SessionStatus StatusOf(ReadOnlySpan<byte> presence)
    {
        if (!new XmlElementReader(presence, StreamScope.Client).TryGetChild("show"u8, Namespaces.Client, out var show))
            return SessionStatus.Available;

        return show.Text.ToString() switch
        {
            "chat" => SessionStatus.Chat,
            "away" => SessionStatus.Away,
            "xa" => SessionStatus.ExtendedAway,
            "dnd" => SessionStatus.DoNotDisturb,
            _ => SessionStatus.Available,
        };
    }

    private static string WordOf(SessionStatus status) => status switch
    {
        SessionStatus.Chat => "chat",
        SessionStatus.Away => "away",
        SessionStatus.ExtendedAway => "xa",
        SessionStatus.DoNotDisturb => "dnd",
        _ => "available",
    };
}
