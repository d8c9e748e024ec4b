using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Sasl;

/// <summary>One channel binding: a type and its data. Immutable; any thread.</summary>
internal sealed record ChannelBindingData(ChannelBindingType Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Without the data: it must never reach a log.</summary>
    public override string ToString() => Type.ToString();
}
