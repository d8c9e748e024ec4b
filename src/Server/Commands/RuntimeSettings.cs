using System.Globalization;
using Meerkat.Engine.Options;

namespace Meerkat.Server.Commands;

/// <summary>
/// Brings tuning options to the .NET runtime, which takes them from environment variables only. A variable whose option
/// has its default is left as the operator set it.
/// </summary>
internal static class RuntimeSettings
{
    /// <summary>Read by the runtime when the first socket is made: to be called before.</summary>
    public static void ApplyToSockets(TuningOptions tuning)
    {
        foreach (var (name, value) in ForSockets(tuning)) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>The garbage collector reads its settings before managed code runs. If they differ, the program takes
    /// the place of this process anew with them set, and this method does not return.</summary>
    public static void RestartIfNeeded(TuningOptions tuning)
    {
        var wanted = ForGarbageCollector(tuning).ToList();
        if (wanted.All(setting => Environment.GetEnvironmentVariable(setting.Name) == setting.Value)) return;

        foreach (var (name, value) in wanted) Environment.SetEnvironmentVariable(name, value);
        ProcessImage.Restart();
    }

    internal static IEnumerable<(string Name, string Value)> ForSockets(TuningOptions tuning)
    {
        if (tuning.InlineCompletions) yield return ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        if (tuning.EventLoopThreads > 0)
        {
            yield return ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", Decimal(tuning.EventLoopThreads));
        }
    }

    internal static IEnumerable<(string Name, string Value)> ForGarbageCollector(TuningOptions tuning)
    {
        if (tuning.GarbageCollector == GarbageCollector.Server) yield return ("DOTNET_gcServer", "1");
        if (!tuning.ConcurrentCollections) yield return ("DOTNET_gcConcurrent", "0");
        if (tuning.ConserveMemory > 0) yield return ("DOTNET_GCConserveMemory", Decimal(tuning.ConserveMemory));
        // The runtime reads numbers of this kind as hexadecimal.
        if (tuning.Gen0BudgetBytes > 0)
        {
            yield return ("DOTNET_GCgen0size", tuning.Gen0BudgetBytes.ToString("X", CultureInfo.InvariantCulture));
        }
    }

    private static string Decimal(int number) => number.ToString(CultureInfo.InvariantCulture);
}
