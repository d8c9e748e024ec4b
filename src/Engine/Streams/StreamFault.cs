using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Streams;

/// <summary>The stream error that a stream ends with, as decided on its own turn. Immutable: other threads read it.</summary>
internal sealed record StreamFault(StreamError Error, string? Text);
