using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>Sends IQ requests that the server makes, for a domain or an account of its own. One per process; any thread.</summary>
public sealed class ServerRequests(ServerSender sender, PendingRequests pending)
{
    /// <summary>
    /// Sends <paramref name="payload"/> as an IQ of type set. <paramref name="handler"/> gets the answer, perhaps before this
    /// returns; false, and nothing was sent, if too many requests wait for theirs.
    /// </summary>
    public bool TrySet(Turn turn, Jid from, Jid to, ReadOnlySpan<byte> payload, IResponseHandler handler) =>
        TrySend(turn, "set"u8, from, to, payload, handler);

    /// <summary>As <see cref="TrySet"/>, of type get.</summary>
    public bool TryGet(Turn turn, Jid from, Jid to, ReadOnlySpan<byte> payload, IResponseHandler handler) =>
        TrySend(turn, "get"u8, from, to, payload, handler);

    private bool TrySend(
        Turn turn, ReadOnlySpan<byte> type, Jid from, Jid to, ReadOnlySpan<byte> payload, IResponseHandler handler)
    {
        if (!pending.TryAdd(from, to, handler, out var id)) return false;

        // Not in the turn's scratch: that is where an error would be written while this is read.
        var request = new ByteBuffer();
        var writer = new XmlWriter(request);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, type);
        writer.Attribute("id"u8, id);
        writer.Attribute("from"u8, from.Utf8);
        writer.Attribute("to"u8, to.Utf8);
        writer.Raw(payload);
        writer.End("iq"u8);
        // A context of its own, whatever led to the request: its answer is decided on by what it is.
        sender.Route(turn, request.WrittenSpan, to, RouteContext.FromServer with { GeneratedBy = StanzaMaker.Request });
        return true;
    }
}
