namespace Meerkat.LoadGen.Net;

/// <summary>
/// What a connection tells its stream. All but <see cref="OnDisconnected"/> come on the connection's turn.
/// </summary>
internal interface IConnectionOwner
{
    void OnConnected();

    void OnTlsEstablished();

    /// <summary>Bytes arrived: the unfinished ones of earlier calls with more behind them.</summary>
    Verdict OnBytes(ReadOnlySpan<byte> bytes, out int consumed);

    /// <summary>The turn that ended with <see cref="Verdict.Pause"/> is over: the work it waits for may begin.</summary>
    void OnPaused();

    /// <summary>The connection is gone; said once, on any thread.</summary>
    void OnDisconnected(string reason);
}

/// <summary>How a connection goes on after a turn.</summary>
internal enum Verdict : byte
{
    /// <summary>Receive more.</summary>
    Continue,

    /// <summary>Wait for <see cref="ClientConnection.Resume"/> or <see cref="ClientConnection.StartTls"/>.</summary>
    Pause,
}
