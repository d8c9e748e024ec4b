using System.Collections.Immutable;
using System.Net;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// A bound resource: a full JID and the way to it. Identity is immutable and published fields are volatile, so that any
/// thread may look, <see cref="Deliver(Turn, in OutboundStanza)"/> and <see cref="Close"/>.
/// </summary>
public sealed class Session
{
    // The turn at telling others of this session's presence.
    private const int Free = 0;
    private const int Taken = 1;
    private const int Over = 2;

    private readonly XmppStream _stream;
    private readonly Connection _connection;
    private AvailablePresence? _presence;
    private ImmutableArray<Jid> _directed = [];
    private TaskCompletionSource? _end;
    private int _presenceTurn = Free;
    private TaskCompletionSource? _presenceLeft;
    private volatile bool _isInterested;
    private volatile bool _hasAskedForBlocklist;
    private volatile bool _isDeliveringOffline;

    internal Session(Jid jid, Host host, XmppStream stream, SessionStamps stamps)
    {
        Jid = jid;
        Host = host;
        _stream = stream;
        _connection = stream.Connection;
        Stamps = stamps;
    }

    /// <summary>The full JID.</summary>
    public Jid Jid { get; }

    public Host Host { get; }

    /// <summary>When the resource was bound, by the node's monotonic clock in milliseconds.</summary>
    internal long BoundAtMs { get; init; }

    /// <summary>Where the client connects from.</summary>
    public IPEndPoint RemoteEndPoint => _connection.RemoteEndPoint;

    /// <summary>What the TLS handshake agreed on; null if the stream is not encrypted.</summary>
    public TlsSession? Tls => _connection.Tls;

    /// <summary>The stream that the session's own stanzas come from.</summary>
    public StanzaSender Sender => _stream;

    /// <summary>Limits how fast the client may send; null: nothing does. Any thread.</summary>
    internal Shaper? Shaper
    {
        get => _connection.Shaper;
        set => _connection.Shaper = value;
    }

    /// <summary>Shared by all sessions of the account. Set when the session is bound.</summary>
    public AccountState Account { get; internal set; } = null!;

    public SessionStamps Stamps { get; }

    /// <summary>The last available presence; null while the session is not available.</summary>
    // Written by the owner's turn, or by whoever ends the session; read by anyone.
    public AvailablePresence? Presence
    {
        get => Volatile.Read(ref _presence);
        internal set => Volatile.Write(ref _presence, value);
    }

    /// <summary>True once the session has asked for the roster (RFC 6121 §2.2): it is sent roster pushes.</summary>
    public bool IsInterested
    {
        get => _isInterested;
        internal set => _isInterested = value;
    }

    /// <summary>True once the session has asked for the blocklist (XEP-0191): it is told of changes.</summary>
    public bool HasAskedForBlocklist
    {
        get => _hasAskedForBlocklist;
        internal set => _hasAskedForBlocklist = value;
    }

    /// <summary>Whom directed presence was sent to (RFC 6121 §4.6).</summary>
    public ImmutableArray<Jid> Directed => _directed;

    /// <summary>False once the session is closed: the caller goes on as if the resource were not there.</summary>
    public bool Deliver(Turn turn, in OutboundStanza stanza) => _connection.Append(turn, in stanza);

    /// <inheritdoc cref="Deliver(Turn, in OutboundStanza)"/>
    public bool Deliver(Turn turn, ReadOnlySpan<byte> stanza) => _connection.Append(turn, stanza);

    /// <summary>Its stream is closing: nothing reaches the client any more.</summary>
    public bool IsClosing => _connection.IsClosing;

    /// <summary>True while stored messages are on their way to this session, and for ever if it ends meanwhile: the store
    /// has them still.</summary>
    public bool IsDeliveringOffline
    {
        get => _isDeliveringOffline;
        internal set => _isDeliveringOffline = value;
    }

    /// <summary>Completes when all that was delivered so far has been handed to the network: true, or the session has
    /// ended: false. One caller at a time. Any thread.</summary>
    internal Task<bool> WhenSentAsync() => _stream.WhenSentAsync();

    /// <summary>Ends the stream with the error that the reason stands for. Any thread.</summary>
    public void Close(Turn turn, CloseReason reason) => _connection.Close(turn, reason);

    /// <summary>As <see cref="Close"/> by the administrator, whose words the client is told. Any thread.</summary>
    public void Kick(Turn turn, string? text) => _stream.Kick(turn, text);

    /// <summary>
    /// Takes a stanza as if the client had sent it: one that stands alone, and would not end the stream. Completes when it was
    /// handed to the router: true, or the session has ended: false. Any thread.
    /// </summary>
    public Task<bool> TakeAsync(byte[] stanza) => _stream.TakeAsync(stanza);

    /// <summary>Completes when all that the end of the session asks for is done; null while it lasts.</summary>
    internal Task? Ended => Volatile.Read(ref _end)?.Task;

    /// <summary>Non-null for the one caller that now does what the end of a session asks for, and completes this.</summary>
    internal TaskCompletionSource? TryBeginEnd()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _end, end, null) is null ? end : null;
    }

    /// <summary>
    /// True for the session's own stanza that may now tell others of its presence, up to <see cref="LeavePresence"/>. False
    /// once the session is over: nothing may come behind its "unavailable".
    /// </summary>
    internal bool TryEnterPresence() => Interlocked.CompareExchange(ref _presenceTurn, Taken, Free) == Free;

    internal void LeavePresence()
    {
        // Pairs with EndPresenceAsync, which sets the field before its exchange.
        if (Interlocked.CompareExchange(ref _presenceTurn, Free, Taken) != Taken) _presenceLeft!.SetResult();
    }

    /// <summary>No stanza of the session tells of its presence any more. Completes when the one that does so now has done
    /// it. Whoever ends the session, once.</summary>
    internal Task EndPresenceAsync()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _presenceLeft = left;
        return Interlocked.Exchange(ref _presenceTurn, Over) == Taken ? left.Task : Task.CompletedTask;
    }

    /// <summary>Remembers an address that directed presence went to; false if there are <paramref name="limit"/> already.</summary>
    internal bool TryAddDirected(Jid address, int limit)
    {
        if (_directed.Contains(address)) return true;
        if (_directed.Length >= limit) return false;

        ImmutableInterlocked.Update(ref _directed, static (list, jid) => list.Add(jid), address);
        return true;
    }

    internal void RemoveDirected(Jid address) =>
        ImmutableInterlocked.Update(ref _directed, static (list, jid) => list.Remove(jid), address);

    /// <summary>Forgets the addresses and returns them.</summary>
    internal ImmutableArray<Jid> TakeDirected() => ImmutableInterlocked.InterlockedExchange(ref _directed, []);
}
