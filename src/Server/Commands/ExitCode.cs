namespace Meerkat.Server.Commands;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command was understood, and could not be carried out.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong: trying again will not help.</summary>
    public const int Usage = 2;

    /// <summary>The running server could not be reached.</summary>
    public const int Unreachable = 3;
}
