namespace Meerkat.Engine.Streams;

/// <summary>Who gives way when a client asks for a resource that is in use (RFC 6120 §7.7.2.2).</summary>
public enum ResourceConflictPolicy : byte
{
    /// <summary>The older stream ends with <c>conflict</c>: it is most often the same client's dead connection.</summary>
    KickOld,

    /// <summary>The new request is refused with <c>conflict</c>.</summary>
    RefuseNew,
}
