namespace Meerkat.Engine.OpenSsl;

/// <summary>The end of a call of <see cref="SslEngine"/>.</summary>
/// <param name="Status">How it went. The counts hold whatever it is.</param>
/// <param name="Count">Bytes of plain text read or written.</param>
/// <param name="Taken">Bytes of the input that were taken.</param>
/// <param name="Put">Bytes put into the output.</param>
internal readonly record struct SslResult(SslStatus Status, int Count, int Taken, int Put);
