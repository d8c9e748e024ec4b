using Meerkat.Engine.Options;

namespace Meerkat.Server;

/// <summary>Puts the server together from its options and runs it.</summary>
internal static class MeerkatServer
{
    /// <summary>Serves until <paramref name="stop"/> is cancelled; returns the exit code of the process.</summary>
    public static Task<int> RunAsync(ServerOptions options, CancellationToken stop) => Task.FromResult(0);
}
