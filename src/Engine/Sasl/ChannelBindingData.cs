using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Sasl;

/// <summary>One channel binding: a type and its data. Immutable; any thread.</summary>
internal sealed record ChannelBindingData(ChannelBindingType Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>False for one that is accepted of clients which use it unasked, but not offered.</summary>
    public bool IsAdvertised { get; init; } = true;

    /// <summary>Without the data: it must never reach a log.</summary>
    public override string ToString() => Type.ToString();
}
