using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// The channel bindings of one TLS connection, from its transport: SASL asks for the data of a type only when the peer
/// has chosen it. Called on the stream's turn.
/// </summary>
internal interface IChannelBindings
{
    /// <summary>
    /// What can be had, the preferred first; advertised by XEP-0440. Does not change while the stream lasts.
    /// </summary>
    ReadOnlySpan<ChannelBindingType> Types { get; }

    /// <summary>False for a type that is not among <see cref="Types"/>.</summary>
    bool TryGet(ChannelBindingType type, out ReadOnlyMemory<byte> data);
}
