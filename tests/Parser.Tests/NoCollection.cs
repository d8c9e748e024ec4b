using System.Runtime;

namespace Meerkat.Parser.Tests;

/// <summary>
/// While it lives there is no garbage collection, not even one that began before and goes on in the background: behind
/// tests that keep the collector busy, a thread that allocated nothing was seen to be charged with some kilobytes at once,
/// what is left of a block that it may allocate from. Only for tests that nothing runs beside, since it is of the whole
/// process.
/// </summary>
internal sealed class NoCollection : IDisposable
{
    // What may be allocated meanwhile; the tests expect to allocate nothing.
    private const long Budget = 1 << 20;

    public NoCollection()
    {
        if (!GC.TryStartNoGCRegion(Budget))
            throw new InvalidOperationException("The collector does not stop.");
    }

    public void Dispose()
    {
        // Over its budget the region has ended by itself.
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            GC.EndNoGCRegion();
    }
}
