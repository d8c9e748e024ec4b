using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// Channel bindings whose data is known beforehand. Immutable, so connections may share one; any thread.
/// </summary>
internal sealed class ChannelBindings : IChannelBindings
{
    private readonly ChannelBindingData[] _bindings;
    private readonly ChannelBindingType[] _types;

    /// <param name="bindings">The preferred first.</param>
    public ChannelBindings(params ReadOnlySpan<ChannelBindingData> bindings)
    {
        _bindings = bindings.ToArray();
        _types = [.. _bindings.Select(static binding => binding.Type)];
    }

    /// <summary>Those of a stream without TLS.</summary>
    public static ChannelBindings None { get; } = new();

    public ReadOnlySpan<ChannelBindingType> Types => _types;

    public bool TryGet(ChannelBindingType type, out ReadOnlyMemory<byte> data)
    {
        foreach (ChannelBindingData binding in _bindings)
        {
            if (binding.Type == type)
            {
                data = binding.Data;
                return true;
            }
        }

        data = default;
        return false;
    }
}
