using System.Runtime.CompilerServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// A bounded pool of what scanners need while an element is under way, shared by the streams of a server. Any thread.
/// </summary>
/// <param name="capacity">How many are kept; more may be in use.</param>
public sealed class XmlScratchPool(int capacity)
{
    // Name caches are what makes a scratch big. So many may wait together with their scanners: 2 MiB.
    private const int MaxWaitingNames = 64;

    private readonly XmlSlots<XmlScratch> _scratches = new(capacity);

    // Room for all that may be with a scratch, so that none is dropped only to be made again.
    private readonly XmlSlots<XmlNameCache> _names = new(capacity + MaxWaitingNames);

    /// <summary>How many are in use now; exact while nothing is rented or returned.</summary>
    public int RentedCount => _scratches.TakenCount;

    /// <summary>How many name caches there are.</summary>
    internal int NameCacheCount => _names.Count;

    internal XmlScratch Rent()
    {
        XmlScratch? scratch = _scratches.Take();
        if (scratch is not null)
            return scratch;
        _scratches.Add();
        return new XmlScratch();
    }

    internal void Return(XmlScratch scratch)
    {
        scratch.Clear();
        if (scratch.IsOversized)
            _scratches.Drop(scratch);
        else if (_scratches.TryReturn(scratch))
            return;
        TakeNames(scratch);
    }

    /// <summary>Gives a name cache to a scratch that has none.</summary>
    internal void GiveNames(XmlScratch scratch)
    {
        XmlNameCache? names = _names.Take();
        if (names is null)
        {
            _names.Add();
            names = new XmlNameCache();
        }

        // It stays with the scratch for long, as a rule.
        _names.LeaveSlot(names);
        scratch.Names = names;
    }

    /// <summary>The scratch has to wait for bytes: others are to have what it does not need meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void OnWait(XmlScratch scratch)
    {
        _scratches.LeaveSlot(scratch);
        if (_names.Count > MaxWaitingNames)
            TakeNames(scratch);
    }

    private void TakeNames(XmlScratch scratch)
    {
        if (scratch.Names is not { } names)
            return;
        scratch.Names = null;
        _names.TryReturn(names);
    }
}
