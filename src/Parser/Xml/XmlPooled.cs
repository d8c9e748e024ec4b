namespace Meerkat.Parser.Xml;

/// <summary>What an <see cref="XmlSlots{T}"/> keeps. Owned by whom it is lent to.</summary>
internal abstract class XmlPooled
{
    public const int None = -1;

    /// <summary>The slot that is its own, to which it goes back; or <see cref="None"/>.</summary>
    public int Slot { get; set; } = None;
}
