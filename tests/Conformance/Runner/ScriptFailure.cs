namespace Meerkat.Conformance.Runner;

/// <summary>A script did not go as written. The message is for a person: step, expected, received.</summary>
internal sealed class ScriptFailure(string message) : Exception(message);
