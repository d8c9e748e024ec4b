using System.Diagnostics;

namespace Meerkat.LoadGen.Load;

/// <summary>The gate of a run in one process: there is nobody to wait for.</summary>
internal sealed class OpenGate : IRunGate
{
    public long Pass() => Stopwatch.GetTimestamp();
}
