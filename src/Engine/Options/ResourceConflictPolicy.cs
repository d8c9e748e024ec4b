namespace Meerkat.Engine.Options;

/// <summary>What happens when a session binds a resource that another session of the account has (RFC 6120 §7.7.2.2).</summary>
public enum ResourceConflictPolicy : byte
{
    /// <summary>The old session ends with the stream error <c>conflict</c>.</summary>
    KickOld,

    /// <summary>The new session's bind fails with the stanza error <c>conflict</c>.</summary>
    KickNew,
}
