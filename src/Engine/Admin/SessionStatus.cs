namespace Meerkat.Engine.Admin;

/// <summary>What an available presence shows (RFC 6121 §4.7.2.1).</summary>
internal enum SessionStatus : byte
{
    Available,
    Chat,
    Away,
    ExtendedAway,
    DoNotDisturb,
}
