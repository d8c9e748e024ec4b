#if DEBUG
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <content>Who holds what, in Debug builds.</content>
public sealed partial class BufferPool
{
    private readonly ConcurrentDictionary<byte[], string> _rentals = new();

    /// <summary>The owners of what was not returned.</summary>
    internal IEnumerable<string> Owners => _rentals.Values;

    partial void TrackRental(byte[] array, string owner)
    {
        bool isNew = _rentals.TryAdd(array, owner);
        Debug.Assert(isNew, "an array is rented to one owner");
    }

    partial void TrackReturn(byte[] array)
    {
        bool wasRented = _rentals.TryRemove(array, out _);
        Debug.Assert(wasRented, "a buffer is returned once, to the pool it came from");
        // Whoever reads on after the return sees nonsense at once.
        Array.Fill(array, (byte)0xDD);
    }
}
#endif
