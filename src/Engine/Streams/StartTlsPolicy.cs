namespace Meerkat.Engine.Streams;

/// <summary>What is expected of clients in the clear (RFC 6120 §5.3.1).</summary>
public enum StartTlsPolicy : byte
{
    /// <summary>Nothing but STARTTLS is offered.</summary>
    Required,

    /// <summary>A client may authenticate without it.</summary>
    Optional,
}
