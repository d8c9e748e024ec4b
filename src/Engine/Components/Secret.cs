using System.Text;

namespace Meerkat.Engine.Components;

/// <summary>A password that the operator has set. Whatever prints or logs it gets nothing of it. Immutable; any thread.</summary>
public sealed class Secret(string text)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    internal ReadOnlySpan<byte> Utf8 => _utf8;

    public override string ToString() => "(secret)";
}
