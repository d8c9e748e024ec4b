namespace Meerkat.LoadGen.Commands;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All users logged in and every message arrived exactly once and in order.</summary>
    public const int Success = 0;

    /// <summary>The server, or the run, fell short of that.</summary>
    public const int Failure = 1;

    /// <summary>The command line, or the machine's limits, do not allow the run.</summary>
    public const int Usage = 2;
}
