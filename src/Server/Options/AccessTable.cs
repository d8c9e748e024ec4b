using System.Collections.Immutable;
using Meerkat.Engine.Access;
using Meerkat.Engine.Options;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>
/// Reads <c>[acl]</c>, <c>[access]</c> and <c>[shaper]</c>, which are no rows of the option table since their keys are names that the operator
/// gives. Mistakes are reported to the file.
/// </summary>
internal sealed class AccessTable
{
    public const string Name = "access";

    public const string MaxUserSessions = "max_user_sessions";

    public const string MaxUserOfflineMessages = "max_user_offline_messages";

    public const string ClientShaper = "c2s_shaper";

    public const string MaxFailedLogins = "max_failed_logins";

    /// <summary>The tables that are read here.</summary>
    public static readonly string[] Tables = [AclTable.Name, Name, ShaperTable.Name];

    private readonly ConfigurationFile _file;
    private readonly ImmutableDictionary<string, Acl> _acls;

    private AccessTable(ConfigurationFile file, ImmutableDictionary<string, Acl> acls) => (_file, _acls) = (file, acls);

    public static AccessOptions Read(ConfigurationFile file)
    {
        var acls = AclTable.Read(file);
        return new AccessTable(file, acls).Read(new AccessOptions { Acls = acls, Shapers = ShaperTable.Read(file) });
    }

    private AccessOptions Read(AccessOptions options)
    {
        foreach (var (key, value) in NamedTable.Entries(_file, Name))
        {
            options = key.Name switch
            {
                MaxUserSessions => options with { MaxUserSessions = ReadRule(value, new CountType(1, int.MaxValue)) },
                MaxUserOfflineMessages => options with { MaxUserOfflineMessages = ReadRule(value, new CountType(0, int.MaxValue)) },
                MaxFailedLogins => options with { MaxFailedLogins = ReadRule(value, new CountType(0, int.MaxValue)) },
                ClientShaper => options with { ClientShaper = ReadRule(value, new ShaperNameType(options.Shapers)) },
                _ => options with { Rules = options.Rules.Add(key.Name, ReadRule(value, new PermissionType())) },
            };
        }

        return options;
    }

    private AccessRule<T> ReadRule<T>(TomlValue value, OptionType<T> type)
    {
        var entries = ImmutableArray.CreateBuilder<AccessEntry<T>>();
        foreach (var table in NamedTable.Tables(_file, value, $"{{ acl = \"all\", value = {ExampleOf(type)} }}"))
        {
            if (entries.Any(entry => entry.Acl == Acl.All))
                _file.Report(table.Position, "this is never reached, since what stands before it is for 'all'; move it up, or remove it");
            if (TryReadEntry(table, type, out var entry)) entries.Add(entry);
        }

        return new AccessRule<T>(entries.ToImmutable());
    }

    private bool TryReadEntry<T>(TomlTable table, OptionType<T> type, out AccessEntry<T> entry)
    {
        entry = default;
        var mistakesBefore = _file.MistakeCount;
        var keys = NamedTable.Keys(_file, table, "acl", "value");
        foreach (var missing in new[] { "acl", "value" }.Where(key => !keys.ContainsKey(key) && _file.MistakeCount == mistakesBefore))
            _file.Report(table.Position, $"there is no '{missing}'; write {{ acl = \"all\", value = {ExampleOf(type)} }}");
        var acl = keys.TryGetValue("acl", out var name) ? FindAcl(name) : null;
        if (!keys.TryGetValue("value", out var written) || !type.TryConvert(written, _file, out var value) || acl is null) return false;

        entry = new AccessEntry<T>(acl, value);
        return true;
    }

    private Acl? FindAcl(TomlValue value)
    {
        if (!new NameType("the name of an acl").TryConvert(value, _file, out var name)) return null;

        var acl = Acl.BuiltIn.FirstOrDefault(builtIn => builtIn.Name == name) ?? _acls.GetValueOrDefault(name);
        // It may stand on a line that could not be read.
        if (acl is null && !_file.IsDoubtful(AclTable.Name)) _file.Report(value.Position, $"there is no acl '{name}'{Hint(name)}");
        return acl;
    }

    private string Hint(string name) =>
        Suggestion.DidYouMean(name, _acls.Keys.Concat(Acl.BuiltIn.Select(acl => acl.Name))) is { Length: > 0 } hint
            ? hint
            : $"; define it in [{AclTable.Name}], or write all, local or none";

    private static string ExampleOf<T>(OptionType<T> type) => type switch
    {
        CountType => "10",
        ShaperNameType => "\"none\"",
        _ => "\"allow\"",
    };
}
