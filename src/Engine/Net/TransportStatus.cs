namespace Meerkat.Engine.Net;

/// <summary>How a transport operation went.</summary>
public enum TransportStatus : byte
{
    /// <summary>Completed before it returned; the sink is not called.</summary>
    Done,

    /// <summary>Under way; the sink hears of its end exactly once, perhaps before the call returned.</summary>
    Pending,

    /// <summary>Receive only: nothing is there yet; wait for readability and try again.</summary>
    WouldBlock,

    /// <summary>The transport is of no more use.</summary>
    Failed,
}
