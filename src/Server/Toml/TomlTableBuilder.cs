namespace Meerkat.Server.Toml;

/// <summary>
/// Puts keys and headers into their tables under TOML's rules on what may be defined twice (TOML 1.0, "Table", "Inline
/// Table", "Array of Tables"). What breaks a rule is reported and goes into a table outside the document.
/// </summary>
internal sealed class TomlTableBuilder(TomlTable root, List<TomlError> errors)
{
    /// <summary>Sets a dotted key in <paramref name="table"/>.</summary>
    public void Set(TomlTable table, List<TomlKey> path, TomlValue value)
    {
        foreach (var key in path.SkipLast(1))
        {
            if (!table.TryGet(key.Name, out var entry))
            {
                var next = new TomlTable(key.Position, TomlTableOrigin.DottedKey);
                table.Add(key, next);
                table = next;
            }
            else if (entry.Value is TomlTable { Origin: TomlTableOrigin.DottedKey } known)
            {
                table = known;
            }
            else
            {
                Report(key, $"'{key.Name}' cannot be extended by a dotted key: it is {DescribeWithLine(entry)}");
                return;
            }
        }

        if (table.TryGet(path[^1].Name, out var earlier)) Report(path[^1], Twice(path[^1], earlier));
        else table.Add(path[^1], value);
    }

    /// <summary>The table that <c>[path]</c> opens.</summary>
    public TomlTable OpenTable(List<TomlKey> path)
    {
        if (FindParent(path) is not { } parent) return Detached(path);

        var key = path[^1];
        if (!parent.TryGet(key.Name, out var entry)) return AddTable(parent, key, TomlTableOrigin.Header);
        if (entry.Value is TomlTable { Origin: TomlTableOrigin.Implied } table)
        {
            table.Origin = TomlTableOrigin.Header;
            return table;
        }

        Report(key, entry.Value is TomlArray { Origin: TomlArrayOrigin.Headers }
            ? $"'{key.Name}' is an array of tables since line {entry.Key.Position.Line}; write [[{Dotted(path)}]]"
            : Twice(key, entry));
        return Detached(path);
    }

    /// <summary>The new element that <c>[[path]]</c> opens.</summary>
    public TomlTable OpenArrayElement(List<TomlKey> path)
    {
        if (FindParent(path) is not { } parent) return Detached(path);

        var key = path[^1];
        var array = new TomlArray(key.Position, TomlArrayOrigin.Headers);
        if (!parent.TryGet(key.Name, out var entry)) parent.Add(key, array);
        else if (entry.Value is TomlArray { Origin: TomlArrayOrigin.Headers } known) array = known;
        else Report(key, Twice(key, entry));

        var element = new TomlTable(key.Position, TomlTableOrigin.Header);
        array.Add(element);
        return element;
    }

    /// <summary>A table outside the document, for the keys under a header that is wrong.</summary>
    public static TomlTable Detached(List<TomlKey> path) => new(path[0].Position, TomlTableOrigin.Header);

    private TomlTable? FindParent(List<TomlKey> path)
    {
        var table = root;
        foreach (var key in path.SkipLast(1))
        {
            if (!table.TryGet(key.Name, out var entry))
            {
                table = AddTable(table, key, TomlTableOrigin.Implied);
                continue;
            }

            switch (entry.Value)
            {
                case TomlTable { Origin: not TomlTableOrigin.Inline } known:
                    table = known;
                    break;
                case TomlArray { Origin: TomlArrayOrigin.Headers, Items: [.., TomlTable last] }:
                    table = last;
                    break;
                default:
                    Report(key, $"'{key.Name}' cannot be extended: it is {DescribeWithLine(entry)}");
                    return null;
            }
        }

        return table;
    }

    private static TomlTable AddTable(TomlTable parent, TomlKey key, TomlTableOrigin origin)
    {
        var table = new TomlTable(key.Position, origin);
        parent.Add(key, table);
        return table;
    }

    private void Report(TomlKey key, string message) => errors.Add(new TomlError(key.Position, message));

    private static string Twice(TomlKey key, TomlEntry earlier) =>
        $"'{key.Name}' is defined twice, first in line {earlier.Key.Position.Line}; remove one of them";

    private static string DescribeWithLine(TomlEntry entry)
    {
        var kind = entry.Value switch
        {
            TomlTable { Origin: TomlTableOrigin.Inline } => "inline table",
            TomlTable => "table",
            TomlArray => "array",
            _ => "value",
        };
        return $"the {kind} of line {entry.Key.Position.Line}";
    }

    private static string Dotted(List<TomlKey> path) => string.Join('.', path.Select(key => key.Name));
}
