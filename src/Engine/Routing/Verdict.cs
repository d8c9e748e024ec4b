namespace Meerkat.Engine.Routing;

/// <summary>What became of a stanza.</summary>
public enum Verdict : byte
{
    /// <summary>Not mine: the next stage or route is asked.</summary>
    Continue,

    /// <summary>Delivered, answered or dropped by rule.</summary>
    Handled,

    /// <summary>A copy was taken and is being worked on; the sender's stream is paused until that is done.</summary>
    Pending,
}
