namespace Meerkat.Engine.Services;

/// <summary>The node cannot start for what a service or a module threw, which was logged.</summary>
public sealed class StartException(string what, Exception inner)
    : Exception($"{what} could not be started: {inner.Message}", inner);
