using Meerkat.Engine.Modules;
using Meerkat.Engine.Options;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Sets options from a configuration file by the option table, and reports every key and value that is
/// wrong.</summary>
internal sealed class OptionBinder
{
    private const string ModulesPrefix = "modules.";

    private readonly Dictionary<string, OptionDescriptor> _options = OptionTable.All.ToDictionary(option => option.Key);
    private readonly HashSet<string> _tables =
        [HostBinder.Table, .. AccessTable.Tables, .. OptionTable.All.SelectMany(option => TablesOf(option.Key))];
    private readonly ConfigurationFile _file;

    // What stands before all keys: nothing, or the table of a host.
    private readonly string _place;
    private ServerOptions _result;

    private OptionBinder(ConfigurationFile file, ServerOptions start, string place)
    {
        _file = file;
        _place = place;
        _result = start;
    }

    /// <summary><paramref name="start"/> with what the file sets, but for the tables of hosts: they begin where this ends (see
    /// <see cref="HostBinder"/>). Mistakes are reported to the file.</summary>
    public static ServerOptions Bind(ConfigurationFile file, ServerOptions start)
    {
        var binder = new OptionBinder(file, start, "");
        binder.BindTable(file.Root, "");
        return binder._result with { Access = AccessTable.Read(file) };
    }

    /// <summary>The modules of all hosts in <paramref name="start"/>, with what the table <c>modules</c> of one sets, which stands
    /// in <paramref name="place"/>: <c>hosts."example.com".</c></summary>
    public static ModuleOptions BindModules(ConfigurationFile file, ServerOptions start, TomlTable table, string place)
    {
        var binder = new OptionBinder(file, start, place);
        binder.BindTable(table, ModulesPrefix);
        return binder._result.Modules;
    }

    /// <summary>Reports how options do not fit together, where no earlier mistake may be the cause.</summary>
    public static void Validate(ConfigurationFile file, ServerOptions options)
    {
        foreach (var mistake in options.Validate().Where(mistake => !mistake.Keys.Any(file.IsDoubtful)))
        {
            var key = mistake.Domain is null ? NameIn(file, mistake.Keys[0]) : mistake.Keys[0];
            var position = mistake.Domain is { } domain
                ? file.PositionOf([HostBinder.Table, domain, .. key.Split('.')])
                : file.PositionOf(key);
            file.Report(position, $"{Place(mistake)}{key}: {mistake.Message}");
        }
    }

    private static string Place(OptionMistake mistake) =>
        mistake.Domain is { } domain && IsOfModules(mistake.Keys[0]) ? HostBinder.PlaceOf(domain) : "";

    private static bool IsOfModules(string key) => key.StartsWith(ModulesPrefix, StringComparison.Ordinal);

    /// <summary>The key, or the one it was moved from, if that is what the file has.</summary>
    private static string NameIn(ConfigurationFile file, string key) =>
        OptionTable.Moved.FirstOrDefault(moved => moved.Value == key && file.Has(moved.Key)).Key ?? key;

    private static IEnumerable<string> TablesOf(string key)
    {
        for (var dot = key.IndexOf('.'); dot >= 0; dot = key.IndexOf('.', dot + 1)) yield return key[..dot];
    }

    private void BindTable(TomlTable table, string prefix)
    {
        foreach (var (key, value) in table.Entries)
        {
            // A quoted name with a dot is not a path.
            var path = key.Name.Contains('.') ? "" : prefix + key.Name;
            if (path == HostBinder.Table || AccessTable.Tables.Contains(path)) continue;

            if (_options.TryGetValue(path, out var option)) Apply(option, value);
            else if (OptionTable.Moved.TryGetValue(path, out var moved)) ApplyMoved(key, _options[moved], value);
            else if (prefix == ModulesPrefix && IsRequired(key.Name)) BindRequired(key, value);
            else if (!_tables.Contains(path)) ReportUnknown(key, value, prefix);
            else if (value is TomlTable area) BindTable(area, $"{path}.");
            else if (path == ComponentRows.Area && value is TomlArray { Origin: TomlArrayOrigin.Headers } groups) BindGroups(groups);
            else ReportNoTable(key, value, prefix);
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

    private void ApplyMoved(TomlKey key, OptionDescriptor option, TomlValue value)
    {
        if (!_file.Has(option.Key)) Apply(option, value);
        else _file.Report(key.Position, $"'{key.Name}' is {option.Key} now, which is set too; remove one of them");
    }

    private static bool IsRequired(string module) => ModuleList.All.Any(known => known.Name == module && known.IsRequired);

    /// <summary>A module that every host has: it may be said, and not be denied.</summary>
    private void BindRequired(TomlKey module, TomlValue value)
    {
        if (value is not TomlTable table)
        {
            ReportNoTable(module, value, ModulesPrefix);
            return;
        }

        foreach (var (key, setting) in table.Entries)
        {
            if (key.Name != "enabled") ReportUnknown(key, setting, $"{ModulesPrefix}{module.Name}.");
            else if (new BooleanType().TryConvert(setting, _file, out var isOn) && !isOn)
                _file.Report(setting.Position, $"the module {module.Name} is required: it cannot be switched off");
        }
    }

    private void ReportNoTable(TomlKey key, TomlValue value, string prefix)
    {
        var hint = prefix == ModulesPrefix && value is TomlBoolean { Value: var isOn }
            ? $"write {key.Name}.enabled = {(isOn ? "true" : "false")}"
            : $"write [{_place}{prefix}{key.Name}] on a line of its own, and its keys below";
        _file.Report(key.Position, $"'{key.Name}' is a table; {hint}");
        _file.MarkDoubtful(prefix + key.Name);
    }

    private void ReportUnknown(TomlKey key, TomlValue value, string prefix)
    {
        string[] tables = [.. TablesIn(prefix)];
        if (tables.Length > 0 && value is TomlTable or TomlArray { Origin: TomlArrayOrigin.Headers })
        {
            ReportUnknownTable(key, prefix, tables);
            return;
        }

        var place = prefix.Length == 0 ? "outside any table" : $"in [{_place}{prefix.TrimEnd('.')}]";
        var meant = FindMeant(key.Name, prefix);
        var hint = meant switch
        {
            null => "",
            _ when Leaf(meant) == key.Name => $"; it belongs in [{_place}{Area(meant)}]",
            _ when Area(meant) + "." == prefix => $"; did you mean '{Leaf(meant)}'?",
            _ => $"; did you mean '{Leaf(meant)}' in [{_place}{Area(meant)}]?",
        };
        _file.Report(key.Position, $"unknown key '{key.Name}' {place}{hint}");
        if (meant is not null) _file.MarkDoubtful(meant);
    }

    private void ReportUnknownTable(TomlKey key, string prefix, string[] tables)
    {
        var meant = Suggestion.Nearest(key.Name, tables);
        var hint = meant is null ? "" : $"; did you mean [{_place}{prefix}{meant}]?";
        _file.Report(key.Position, $"unknown table [{_place}{prefix}{key.Name}]{hint}");
        if (meant is not null) _file.MarkDoubtful(prefix + meant);
    }

    /// <summary>The tables right below this one.</summary>
    private IEnumerable<string> TablesIn(string prefix)
    {
        var listed =
            from table in _tables
            where table.LastIndexOf('.') + 1 == prefix.Length && table.StartsWith(prefix, StringComparison.Ordinal)
            select table[prefix.Length..];
        return prefix == ModulesPrefix ? listed.Concat(ModuleList.All.Select(module => module.Name)) : listed;
    }

    /// <summary>The option that an unknown key was probably meant to be: one of its table first, then of the same name
    /// elsewhere.</summary>
    private string? FindMeant(string name, string prefix)
    {
        var siblings = _options.Keys.Where(key => prefix.Length > 0 && Area(key) + "." == prefix);
        if (Suggestion.Nearest(name, siblings.Select(Leaf)) is { } sibling) return prefix + sibling;

        // A host has modules and nothing else.
        var elsewhere = _options.Keys.Where(key => _place.Length == 0 || IsOfModules(key)).ToList();
        var leaf = Suggestion.Nearest(name, elsewhere.Select(Leaf));
        return leaf is null ? null : elsewhere.First(key => Leaf(key) == leaf);
    }

    private static string Area(string key) => key[..key.LastIndexOf('.')];

    private static string Leaf(string key) => key[(key.LastIndexOf('.') + 1)..];
}
