using Meerkat.Engine.Access;
using Meerkat.Engine.Options;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Writes what <see cref="AccessTable"/> reads. Pure.</summary>
internal static class AccessText
{
    /// <summary>The lines of a table, one for each name.</summary>
    public static IEnumerable<string> Lines(string table, AccessOptions options) => table switch
    {
        AclTable.Name => options.Acls.Select(acl => Line(acl.Key, acl.Value.Patterns.Select(Pattern))).Order(StringComparer.Ordinal),
        AccessTable.Name => Rules(options).Order(StringComparer.Ordinal),
        _ => options.Shapers.Values.Select(ShaperTable.Write).Order(StringComparer.Ordinal),
    };

    private static IEnumerable<string> Rules(AccessOptions options)
    {
        foreach (var (name, rule) in options.Rules) yield return Rule(name, rule, new PermissionType());
        var count = new CountType(0, int.MaxValue);
        if (options.MaxUserSessions is { } sessions) yield return Rule(AccessTable.MaxUserSessions, sessions, count);
        if (options.MaxFailedLogins is { } failures) yield return Rule(AccessTable.MaxFailedLogins, failures, count);
        if (options.ClientShaper is { } shaper) yield return Rule(AccessTable.ClientShaper, shaper, new ShaperNameType(options.Shapers));
        if (options.MaxUserOfflineMessages is { } messages) yield return Rule(AccessTable.MaxUserOfflineMessages, messages, count);
    }

    private static string Rule<T>(string name, AccessRule<T> rule, OptionType<T> type) => Line(
        name, rule.Entries.Select(entry => $"{{ acl = {TomlString.Write(entry.Acl.Name)}, value = {type.FormatToml(entry.Value)} }}"));

    private static string Pattern(AclPattern pattern)
    {
        (string Key, string? Value)[] keys =
        [
            ("jid", pattern.Jid?.ToString()),
            ("user", pattern.User?.ToString()),
            ("domain", pattern.Domain?.ToString()),
            ("resource", pattern.Resource?.ToString()),
            ("address", pattern.Address?.ToString()),
        ];
        var set = keys.Where(key => key.Value is not null).Select(key => $"{key.Key} = {TomlString.Write(key.Value!)}");
        return $"{{ {string.Join(", ", set)} }}";
    }

    private static string Line(string name, IEnumerable<string> items) => $"{name} = [{string.Join(", ", items)}] # set";
}
