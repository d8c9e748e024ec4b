using System.Globalization;
using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The IQ requests of one user that wait for an answer. Sending is for anyone; answers come on the turns of the user's
/// stream.
/// </summary>
internal sealed class Requests(ClientStream stream) : IUserTraffic
{
    // A user with so many unanswered ones asks nothing more: what is due then is unsent.
    private const int MaxPending = 64;

    // Other requests of the same stream have other ids: "bind", "roster".
    private const string IdPrefix = "lg";

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, (RequestStats Stats, long Sent)> _pending = [];
    private uint _last;

    /// <summary>Sends one, counting from when it was due.</summary>
    public void Send(RequestStats stats, long timestamp)
    {
        lock (_gate)
        {
            var id = IdPrefix + (_last + 1).ToString("x", CultureInfo.InvariantCulture);
            if (_pending.Count == MaxPending || !stream.Connection.Outbox.TryAppend(stats.Write(id)))
            {
                stats.OnUnsent();
                return;
            }

            _pending[++_last] = (stats, timestamp);
            stats.OnSent();
        }

        stream.Connection.Flush();
    }

    KnownRest IUserTraffic.TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        return KnownRest.Other;
    }

    void IUserTraffic.OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        if (header is not { Kind: StanzaKind.Iq, Type: StanzaType.Result or StanzaType.Error }
            || !TryTake(header.Id.ToString(), out var request))
            return;
        request.Stats.OnAnswer(request.Sent, stream.TurnTimestamp);
        if (header.Type == StanzaType.Error)
            request.Stats.OnRefusal(StanzaErrorName.Of(new XmlElementReader(stanza, stream.Scope)));
    }

    void IUserTraffic.OnTurnEnd(long now)
    {
    }

    private bool TryTake(string id, out (RequestStats Stats, long Sent) request)
    {
        request = default;
        if (!id.StartsWith(IdPrefix, StringComparison.Ordinal)
            || !uint.TryParse(
                id.AsSpan(IdPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return false;
        lock (_gate)
            return _pending.Remove(number, out request);
    }
}
