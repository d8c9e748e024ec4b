namespace Meerkat.Engine.Sessions;

/// <summary>
/// The last available presence of a session: what probes and new resources are answered with. Immutable; published by
/// its session.
/// </summary>
/// <param name="Priority">RFC 6121 §4.7.2.3; a negative one receives nothing sent to the bare JID.</param>
/// <param name="Stanza">The stanza as delivered, <c>from</c> included, <c>to</c> left out.</param>
/// <param name="ShownFrom">When this availability began, for XEP-0203 stamps and XEP-0012.</param>
public sealed record AvailablePresence(sbyte Priority, byte[] Stanza, DateTimeOffset ShownFrom);
