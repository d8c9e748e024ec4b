namespace Meerkat.Engine.Net;

/// <content>
/// Shaping: what was read is charged, and who is in debt is not read from until it is paid. Bytes that were read are handled,
/// and sending and closing go on, so that nothing is held up but the peer, by TCP.
/// </content>
public sealed partial class Connection
{
    private Shaper? _shaper;

    // Own turn. What the shaper has asked for since the last pause; not 0: nothing is received.
    private long _debtMs;

    // Own turn. The network has us in its list and raises Paid, once.
    private bool _isThrottled;

    /// <summary>What limits how fast the peer may send; null: nothing does. Any thread.</summary>
    public Shaper? Shaper
    {
        get => Volatile.Read(ref _shaper);
        set => Volatile.Write(ref _shaper, value);
    }

    /// <summary>Own turn, from OnReceived: the bytes held a stanza.</summary>
    internal void ChargeStanza(Turn turn)
    {
        if (Shaper is { } shaper)
            Owe(shaper.TakeStanza(turn.NowMs));
    }

    private void ChargeBytes(Turn turn, int count)
    {
        // A closing connection only waits for the peer's end.
        if (Shaper is { } shaper && _phase == ConnectionPhase.Open)
            Owe(shaper.TakeBytes(count, turn.NowMs));
    }

    private void Owe(long ms) => _debtMs = Math.Max(_debtMs, ms);

    private void ThrottleIfInDebt(Turn turn)
    {
        if (_debtMs == 0 || _isThrottled || _phase != ConnectionPhase.Open)
            return;

        _isThrottled = true;
        _network.Counters.Throttled.Add(1);
        _network.Throttled.Add(this, turn.NowMs + _debtMs);
    }

    // The next receive comes whatever the others of the same shaper have charged meanwhile: each has its turn.
    private void EndDebt()
    {
        _debtMs = 0;
        _isThrottled = false;
    }
}
