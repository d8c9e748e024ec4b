using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Net;

/// <content>STARTTLS and direct TLS: drain the outbox, hand the transport to a handshake, take the secured one back.</content>
public sealed partial class Connection
{
    // Own turn. Not null from StartTls until the handshake was heard of.
    private TlsHandshake? _handshake;

    /// <summary>
    /// Own turn, from OnReceived only. What is in the outbox now (&lt;proceed/&gt;) is sent in plain text; what was received
    /// is thrown away; then the handshake begins, which computes off the loop, and OnTlsEstablished or OnClosed follows.
    /// </summary>
    public void StartTls(Turn turn, TlsServerContext tls)
    {
        AssertOwnTurn();
        if (_phase != ConnectionPhase.Open || _isReceiving || IsTls)
            throw new InvalidOperationException("TLS starts once, while received bytes are handled.");
        if (!IsClosing)
            PrepareTls(tls.NewHandshake(this, _transport, TlsStart.StartTls, _network));
    }

    /// <summary>The handshake ended and left the gate. Completion or pool thread, or within the own turn.</summary>
    internal void OnHandshakeEnded() => RaiseAndRun(ConnectionSignals.Handshaken);

    private void PrepareTls(TlsHandshake handshake)
    {
        _handshake = handshake;
        _phase = ConnectionPhase.BeforeTls;
    }

    private void TryBeginHandshake()
    {
        if (!_outbox.TryHold(ConnectionSignals.Flushed))
            return;

        _phase = ConnectionPhase.Handshake;
        SetPhaseDeadline(_network.Options.HandshakeTimeout);
        _handshake!.Begin();
    }

    private void EndHandshake(Turn turn)
    {
        if (_handshake is null)
            return;

        (Transport? secured, string? failure) = (_handshake.Secured, _handshake.Failure);
        _handshake = null;
        if (_phase != ConnectionPhase.Handshake)
        {
            // We are ending, and the handshake was faster than the disposal of what it ran on.
            secured?.Dispose();
            return;
        }

        if (secured is null)
        {
            _network.Counters.HandshakesFailed.Add(1);
            NetLog.HandshakeFailed(_network.Logger, Id, RemoteAddress, failure);
            TrySetReason(CloseReason.TlsFailed);
            BeginEnding();
            return;
        }

        _network.Counters.HandshakesDone.Add(1);
        if (secured.Tls is { PeerVerdict.State: PeerCertificateState.Refused } tls)
            NetLog.CertificateRefused(_network.Logger, Id, RemoteAddress, LogText.Of(tls.PeerCertificate!.Subject), tls.PeerVerdict.Reason);
        Volatile.Write(ref _phaseDeadlineMs, Never);
        secured.Attach(this);
        // Published by Unhold's lock: no send starts before.
        Volatile.Write(ref _transport, secured);
        _phase = ConnectionPhase.Open;
        _outbox.Unhold();
        Flush();
        if (CanTellOwner())
            Owner.OnTlsEstablished(turn);
    }
}
