using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>A node of a push service that is told of a user's messages. Immutable.</summary>
/// <param name="Service">Where notifications are published.</param>
/// <param name="Node">The node there: opaque, and as good as secret.</param>
/// <param name="Options">The form that goes with each publication, as a whole element; empty if there is none.</param>
public sealed record PushRegistration(Jid Service, string Node, byte[] Options);
