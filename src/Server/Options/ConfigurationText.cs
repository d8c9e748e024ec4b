using Meerkat.Engine.Options;

namespace Meerkat.Server.Options;

/// <summary>Writes options as the configuration file that gives them, but for secrets, which are never written. Pure.</summary>
internal static class ConfigurationText
{
    /// <summary>Every option that has a value. What is not the default is marked.</summary>
    public static string Write(ServerOptions options)
    {
        List<string> lines = [];
        foreach (var (area, _) in OptionTable.Areas)
        {
            if (area == ComponentRows.Area)
            {
                // Rows speak of the last group.
                for (var group = 1; group <= options.Components.Count; group++)
                    AddArea(lines, $"[[{area}]]", area, options with { Components = [.. options.Components.Take(group)] });
            }
            else
            {
                AddArea(lines, $"[{area}]", area, options);
                if (AccessTable.Tables.Contains(area)) lines.AddRange(AccessText.Lines(area, options.Access));
            }
        }

        foreach (var (domain, modules) in options.HostModules.OrderBy(host => host.Key, StringComparer.Ordinal))
            AddArea(lines, $"[{HostBinder.PlaceOf(domain)}modules]", "modules", options with { Modules = modules });
        return string.Join('\n', lines);
    }

    private static void AddArea(List<string> lines, string header, string area, ServerOptions options)
    {
        if (lines.Count > 0) lines.Add("");
        lines.Add(header);
        lines.AddRange(OptionTable.InArea(area).Select(option => Line(option, options)).OfType<string>());
    }

    private static string? Line(OptionDescriptor option, ServerOptions options)
    {
        if (option.FormatToml(options) is not { } value) return null;

        var key = option.Key[(option.Key.IndexOf('.') + 1)..];
        var mark = option.Format(options) == option.Default ? "" : " # set";
        return $"{key} = {value}{mark}";
    }
}
