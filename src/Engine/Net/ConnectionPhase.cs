namespace Meerkat.Engine.Net;

/// <summary>Where a connection is in its life. Written on its own turn only.</summary>
internal enum ConnectionPhase : byte
{
    /// <summary>Made, not started.</summary>
    New,

    /// <summary>Bytes go to the owner.</summary>
    Open,

    /// <summary>StartTls was called: nothing is received, the outbox drains in plain text.</summary>
    BeforeTls,

    /// <summary>A handshake has the transport or waits for its start; the outbox is held.</summary>
    Handshake,

    /// <summary>The farewell is on its way; what still arrives is thrown away.</summary>
    Closing,

    /// <summary>The transport is disposed; operations under way come to their end.</summary>
    Ending,

    /// <summary>OnClosed was called.</summary>
    Gone,
}
