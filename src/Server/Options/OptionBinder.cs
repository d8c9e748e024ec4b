using Meerkat.Engine.Options;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Sets options from a configuration file by the option table, and reports every key and value that is
/// wrong.</summary>
internal sealed class OptionBinder
{
    private readonly Dictionary<string, OptionDescriptor> _options = OptionTable.All.ToDictionary(option => option.Key);
    private readonly HashSet<string> _areas = [.. OptionTable.Areas.Select(area => area.Name)];
    private readonly ConfigurationFile _file;
    private ServerOptions _result;

    private OptionBinder(ConfigurationFile file, ServerOptions start)
    {
        _file = file;
        _result = start;
    }

    /// <summary><paramref name="start"/> with what the file sets. Mistakes are reported to the file.</summary>
    public static ServerOptions Bind(ConfigurationFile file, ServerOptions start)
    {
        var binder = new OptionBinder(file, start);
        binder.BindTable(file.Root, "");
        return binder._result;
    }

    /// <summary>Reports how options do not fit together, where no earlier mistake may be the cause.</summary>
    public static void Validate(ConfigurationFile file, ServerOptions options)
    {
        foreach (var mistake in options.Validate().Where(mistake => !mistake.Keys.Any(file.IsDoubtful)))
        {
            file.Report(file.PositionOf(mistake.Keys[0]), $"{mistake.Keys[0]}: {mistake.Message}");
        }
    }

    private void BindTable(TomlTable table, string prefix)
    {
        foreach (var (key, value) in table.Entries)
        {
            // A quoted name with a dot is not a path.
            var path = key.Name.Contains('.') ? "" : prefix + key.Name;
            if (_options.TryGetValue(path, out var option)) Apply(option, value);
            else if (!_areas.Contains(path)) ReportUnknown(key, value, prefix);
            else if (value is TomlTable area) BindTable(area, $"{path}.");
            else if (path == ComponentRows.Area && value is TomlArray { Origin: TomlArrayOrigin.Headers } groups) BindGroups(groups);
            else ReportNoTable(key);
        }
    }

    private void BindGroups(TomlArray groups)
    {
        for (var i = 0; i < groups.Items.Count; i++)
        {
            if (i > 0) _result = ComponentRows.AddGroup(_result);
            BindTable((TomlTable)groups.Items[i], $"{ComponentRows.Area}.");
        }
    }

    private void Apply(OptionDescriptor option, TomlValue value)
    {
        var mistakesBefore = _file.MistakeCount;
        option.Apply(value, _file, ref _result);
        if (_file.MistakeCount > mistakesBefore) _file.MarkDoubtful(option.Key);
    }

    private void ReportNoTable(TomlKey area)
    {
        _file.Report(
            area.Position, $"'{area.Name}' is a table; write [{area.Name}] on a line of its own, and its keys below");
        _file.MarkDoubtful(area.Name);
    }

    private void ReportUnknown(TomlKey key, TomlValue value, string prefix)
    {
        if (prefix.Length == 0 && value is TomlTable or TomlArray { Origin: TomlArrayOrigin.Headers })
        {
            ReportUnknownTable(key);
            return;
        }

        var place = prefix.Length == 0 ? "outside any table" : $"in [{prefix.TrimEnd('.')}]";
        var meant = FindMeant(key.Name, prefix);
        var hint = meant switch
        {
            null => "",
            _ when Leaf(meant) == key.Name => $"; it belongs in [{Area(meant)}]",
            _ when Area(meant) + "." == prefix => $"; did you mean '{Leaf(meant)}'?",
            _ => $"; did you mean '{Leaf(meant)}' in [{Area(meant)}]?",
        };
        _file.Report(key.Position, $"unknown key '{key.Name}' {place}{hint}");
        if (meant is not null) _file.MarkDoubtful(meant);
    }

    private void ReportUnknownTable(TomlKey key)
    {
        var meant = Suggestion.Nearest(key.Name, _areas);
        _file.Report(key.Position, $"unknown table [{key.Name}]{(meant is null ? "" : $"; did you mean [{meant}]?")}");
        if (meant is not null) _file.MarkDoubtful(meant);
    }

    /// <summary>The option that an unknown key was probably meant to be: one of its table first, then of the same name
    /// elsewhere.</summary>
    private string? FindMeant(string name, string prefix)
    {
        var siblings =
            _options.Keys.Where(key => prefix.Length > 0 && key.StartsWith(prefix, StringComparison.Ordinal));
        if (Suggestion.Nearest(name, siblings.Select(Leaf)) is { } sibling) return prefix + sibling;

        var leaf = Suggestion.Nearest(name, _options.Keys.Select(Leaf));
        return leaf is null ? null : _options.Keys.First(key => Leaf(key) == leaf);
    }

    private static string Area(string key) => key[..key.LastIndexOf('.')];

    private static string Leaf(string key) => key[(key.LastIndexOf('.') + 1)..];
}
