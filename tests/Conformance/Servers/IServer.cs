namespace Meerkat.Conformance.Servers;

/// <summary>A server process under test. Owned by <see cref="ServerPool"/> or by the test that needs its own.</summary>
internal interface IServer : IAsyncDisposable
{
    /// <summary>Where clients connect; may change when the server is started again.</summary>
    Endpoints Endpoints { get; }

    /// <summary>Starts the process over the same data as before, and returns once it accepts connections.</summary>
    Task StartAsync();

    /// <summary>Asks the process to end (SIGTERM) and returns its exit code.</summary>
    Task<int> StopAsync();

    /// <summary>Ends the process without warning (SIGKILL).</summary>
    Task KillAsync();
}
