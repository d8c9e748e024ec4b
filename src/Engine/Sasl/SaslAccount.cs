using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>Keys to verify a peer with: an account's, or decoys and a null <paramref name="Jid"/>, with which every
/// verification must fail after the same work. A value; any thread.</summary>
internal readonly record struct SaslAccount(Jid? Jid, ScramKeys Keys)
{
    /// <summary>Without the keys: they must never reach a log.</summary>
    public override string ToString() => Jid?.ToString() ?? "unknown";
}
