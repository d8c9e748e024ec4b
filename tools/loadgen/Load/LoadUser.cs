using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// One login of one simulated user. Created by the thread that starts logins; what happens afterwards comes on the turns of
/// its stream, its end on any thread.
/// </summary>
internal sealed class LoadUser : IStreamHandler
{
    private readonly Fleet _fleet;
    private readonly ClientStream _stream;
    private readonly AfterLogin _afterLogin;
    private IUserTraffic? _traffic;
    private long _started;
    private int _isSettled;
    private int _isOnline;

    // Where the end of a user goes who is cut off on purpose.
    private FailureCounts? _sacrificedTo;

    public LoadUser(Fleet fleet, int number, string userName, AfterLogin afterLogin)
    {
        _fleet = fleet;
        Number = number;
        _afterLogin = afterLogin;
        _stream = new ClientStream(fleet.Settings, userName, this);
    }

    /// <summary>The number of the user within the run, from 0.</summary>
    public int Number { get; }

    /// <summary>The number in the user's name, which messages carry: no other process of the run has it.</summary>
    public uint Id => (uint)(_fleet.FirstUser + Number);

    public ClientStream Stream => _stream;

    public bool IsOnline => Volatile.Read(ref _isOnline) != 0;

    /// <summary>The login is over, for better or worse; with <see cref="AfterLogin.LogOut"/>, the logout too.</summary>
    public bool IsSettled => Volatile.Read(ref _isSettled) != 0;

    /// <summary>The JID without its resource; once logged in.</summary>
    public string BareJid => _stream.Jid.Split('/', 2)[0];

    /// <summary>Who else sees this user's presence, by subscriptions of other runs; bare JIDs.</summary>
    public IReadOnlySet<string> OtherContacts { get; set; } = ImmutableHashSet<string>.Empty;

    /// <summary>What the user does with what arrives; nothing while it is null.</summary>
    public IUserTraffic? Traffic
    {
        get => Volatile.Read(ref _traffic);
        set => Volatile.Write(ref _traffic, value);
    }

    /// <summary>From now on the end of the user is no failure of the run, and counted elsewhere.</summary>
    public void Sacrifice(FailureCounts ends) => Volatile.Write(ref _sacrificedTo, ends);

    public void LogIn(EndPoint target, IPAddress? source)
    {
        _started = Stopwatch.GetTimestamp();
        _stream.Open(target, source);
    }

    /// <summary>Closes the login if it has taken longer than allowed.</summary>
    public void CloseIfOverdue(long now, TimeSpan timeout)
    {
        if (!IsSettled && Stopwatch.GetElapsedTime(_started, now) > timeout)
            _stream.Close(TimeoutReason());
    }

    public string TimeoutReason() => $"timeout:{_stream.Step.ToString().ToLowerInvariant()}";

    void IStreamHandler.OnBound(ClientStream stream)
    {
        Volatile.Write(ref _isOnline, 1);
        _fleet.OnLoggedIn(Stopwatch.GetElapsedTime(_started));
        if (_afterLogin == AfterLogin.LogOut)
        {
            stream.LogOut();
            return;
        }

        if (_afterLogin == AfterLogin.SendPresence)
        {
            stream.Connection.Outbox.Append("<presence/>"u8);
            stream.Connection.Flush();
        }

        Settle();
    }

    KnownRest IStreamHandler.TakeKnown(ClientStream stream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        return Traffic?.TakeKnown(bytes, out consumed) ?? KnownRest.Other;
    }

    void IStreamHandler.OnStanza(ClientStream stream, in StanzaHeader header, ReadOnlySpan<byte> stanza) =>
        Traffic?.OnStanza(header, stanza);

    void IStreamHandler.OnTurnEnd(ClientStream stream) => Traffic?.OnTurnEnd(stream.TurnTimestamp);

    void IStreamHandler.OnClosed(ClientStream stream, string reason)
    {
        if (Interlocked.Exchange(ref _isOnline, 0) != 0)
            _fleet.OnWentOffline(reason, Volatile.Read(ref _sacrificedTo));
        else
            _fleet.OnLoginFailed(reason);
        Settle();
    }

    private void Settle()
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
            _fleet.ReleaseSlot();
    }
}

/// <summary>What a user does once logged in.</summary>
internal enum AfterLogin : byte
{
    Stay,
    SendPresence,
    LogOut,
}
