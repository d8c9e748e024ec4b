using System.Diagnostics;

namespace Meerkat.LoadGen.Workers;

/// <summary>How this program is started once more. Immutable.</summary>
internal sealed record WorkerProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The command of a worker, which people do not give.</summary>
    public const string Command = "worker";

    /// <summary>This process's own, whether it runs by its own name or as <c>dotnet loadgen.dll</c>.</summary>
    public static WorkerProgram Current()
    {
        var path = Environment.ProcessPath ?? "loadgen";
        return Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? new WorkerProgram(path, [Path.Combine(AppContext.BaseDirectory, "loadgen.dll"), Command])
            : new WorkerProgram(path, [Command]);
    }

    public ProcessStartInfo ToStartInfo() => new(FileName, Arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    };
}
