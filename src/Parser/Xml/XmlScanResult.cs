using System.Runtime.CompilerServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The outcome of one scan. The unit is <c>input[Start..Consumed]</c>; the caller drops <c>Consumed</c> bytes from the
/// front of its buffer before it scans again.
/// </summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
public readonly record struct XmlScanResult(XmlScanStatus Status, int Start, int Consumed);
