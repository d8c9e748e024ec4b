using Meerkat.Engine.Access;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>A table of the file whose keys are names that the operator gives: what such tables have in common.</summary>
internal static class NamedTable
{
    private static readonly NameType _name = new("a name");

    /// <summary>The entries with a name that may be given. What is wrong is reported.</summary>
    public static IEnumerable<TomlEntry> Entries(ConfigurationFile file, string table)
    {
        if (!file.Root.TryGet(table, out var entry)) yield break;
        if (entry.Value is not TomlTable { Entries: var entries })
        {
            if (entry.Value is not TomlInvalid)
                file.Report(entry.Key.Position, $"'{table}' is a table; write [{table}] on a line of its own");
            file.MarkDoubtful(table);
            yield break;
        }

        foreach (var named in entries)
        {
            if (!_name.TryParse(named.Key.Name, out var name, out var mistake))
                file.Report(named.Key.Position, mistake);
            else if (Acl.BuiltIn.Any(acl => acl.Name == name))
                file.Report(named.Key.Position, $"'{name}' has a meaning of its own; choose another name");
            else
                yield return named;
        }
    }

    /// <summary>The tables of an array. Whatever else is there is reported.</summary>
    public static IEnumerable<TomlTable> Tables(ConfigurationFile file, TomlValue value, string example)
    {
        if (value is not TomlArray { Items: var items })
        {
            if (value is not TomlInvalid) file.Report(value.Position, $"found {value.Description}; write an array: [{example}]");
            yield break;
        }

        foreach (var item in items)
        {
            if (item is TomlTable table) yield return table;
            else if (item is not TomlInvalid) file.Report(item.Position, $"found {item.Description}; write for example {example}");
        }
    }

    /// <summary>The known keys of a table, by name. Others are reported.</summary>
    public static Dictionary<string, TomlValue> Keys(ConfigurationFile file, TomlTable table, params string[] known)
    {
        Dictionary<string, TomlValue> keys = [];
        foreach (var (key, value) in table.Entries)
        {
            if (known.Contains(key.Name)) keys.Add(key.Name, value);
            else file.Report(key.Position, $"unknown key '{key.Name}'{Hint(key.Name, known)}");
        }

        return keys;
    }

    private static string Hint(string name, string[] known) => Suggestion.DidYouMean(name, known) is { Length: > 0 } hint
        ? hint
        : $"; what can be set here is {string.Join(", ", known)}";
}
