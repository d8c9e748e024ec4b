using System.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Net;

/// <summary>
/// A transport with a receive buffer and an outbox. It knows bytes, no XML. Owned by the registry from start to close;
/// the methods say who may call them.
/// </summary>
public sealed class Connection
{
    public long Id { get; }

    public IPEndPoint RemoteEndPoint => throw new NotImplementedException();

    public IPAddress RemoteAddress => RemoteEndPoint.Address;

    public IConnectionOwner Owner => throw new NotImplementedException();

    /// <summary>Set once TLS protects the connection; any thread.</summary>
    public TlsSession? Tls => throw new NotImplementedException();

    public bool IsTls => Tls is not null;

    /// <summary>Adds bytes to the outbox, sent at the end of the turn. Any thread. False: closing, or now full.</summary>
    public bool Append(Turn turn, ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    /// <summary>Adds bytes in pieces as one append. Any thread.</summary>
    public bool Append<T>(Turn turn, scoped in T segments)
        where T : ISegmentedBytes, allows ref struct => throw new NotImplementedException();

    /// <summary>Stops OnReceived until <see cref="Resume"/>. Own turn only, exactly one Resume for each.</summary>
    public void Pause() => throw new NotImplementedException();

    /// <summary>Ends the pause: OnResumed and what is buffered follow on the pool. Any thread, also before the pausing turn ended.</summary>
    public void Resume() => throw new NotImplementedException();

    /// <summary>Asks for one OnSent as soon as the outbox is empty (at once if it is). Any thread.</summary>
    public void NotifyWhenSent() => throw new NotImplementedException();

    /// <summary>Own turn, from OnReceived.</summary>
    public void StartTls(Turn turn, TlsServerContext tls) => throw new NotImplementedException();

    /// <summary>Any thread; the first reason wins.</summary>
    public void Close(Turn turn, CloseReason reason) => throw new NotImplementedException();

    /// <summary>Any thread: nothing more is sent.</summary>
    public void Abort(CloseReason reason) => throw new NotImplementedException();

    /// <summary>OnDeadline follows after this time, once. Replaces the earlier one. Any thread.</summary>
    public void SetDeadline(TimeSpan after) => throw new NotImplementedException();

    public void ClearDeadline() => throw new NotImplementedException();

    internal void Flush() => throw new NotImplementedException();
}
