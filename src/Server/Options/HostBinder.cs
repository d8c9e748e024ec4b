using System.Collections.Immutable;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Options;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Sets what single hosts have of their own, from the tables <c>[hosts."example.com".modules.NAME]</c>. What a table
/// leaves out is as it is for all hosts.</summary>
internal static class HostBinder
{
    public const string Table = "hosts";

    private static readonly DomainType _domain = new();

    /// <summary><paramref name="start"/>, the options of file and flags together, with what the file sets for hosts. Mistakes are
    /// reported to the file.</summary>
    public static ServerOptions Bind(ConfigurationFile file, ServerOptions start)
    {
        if (!file.Root.TryGet(Table, out var hosts)) return start;
        if (hosts.Value is not TomlTable table)
        {
            var example = PlaceOf(start.Domains.FirstOrDefault("example.com"));
            file.Report(hosts.Key.Position, $"'{Table}' is a table; write [{example}modules.NAME]");
            return start;
        }

        var modules = ImmutableDictionary.CreateBuilder<string, ModuleOptions>();
        foreach (var (key, value) in table.Entries)
        {
            if (FindDomain(file, start, key) is not { } domain) continue;

            if (modules.ContainsKey(domain)) file.Report(key.Position, $"the host {domain} has two tables; put them together");
            else modules.Add(domain, BindHost(file, start, key, value));
        }

        return start with { HostModules = modules.ToImmutable() };
    }

    /// <summary>The table of a host, with the dot before its keys.</summary>
    public static string PlaceOf(string domain) => $"{Table}.{TomlString.Quote(domain)}.";

    /// <summary>The domain as it is served, or null with a mistake reported.</summary>
    private static string? FindDomain(ConfigurationFile file, ServerOptions options, TomlKey key)
    {
        if (!_domain.TryParse(key.Name, out var domain, out var mistake))
        {
            file.Report(key.Position, mistake);
            return null;
        }

        // Which are served is not known where that could not be read; where nothing is said of it, the server asks at its start.
        if (options.Domains.Contains(domain) || !options.NamesDomains || file.IsDoubtful("server.domains")) return domain;

        var hint = Hint(domain, options.Domains);
        file.Report(key.Position, $"the domain '{domain}' is not served: it is not among server.domains{hint}");
        return null;
    }

    /// <summary>[hosts.example.com] is the table com in the table example.</summary>
    private static string Hint(string domain, IReadOnlyList<string> served) =>
        served.FirstOrDefault(other => other.StartsWith($"{domain}.", StringComparison.Ordinal)) is { } whole
            ? $"; a domain with dots is written in quotes: [{PlaceOf(whole)}modules.NAME]"
            : Suggestion.DidYouMean(domain, served);

    private static ModuleOptions BindHost(ConfigurationFile file, ServerOptions start, TomlKey host, TomlValue value)
    {
        var place = PlaceOf(host.Name);
        var result = start.Modules;
        if (value is not TomlTable table)
        {
            file.Report(host.Position, $"'{host.Name}' is a table; write [{place}modules.NAME]");
            return result;
        }

        foreach (var (key, setting) in table.Entries)
        {
            if (key.Name != "modules") ReportUnknown(file, key, place);
            else if (setting is TomlTable modules) result = OptionBinder.BindModules(file, start, modules, place);
            else file.Report(key.Position, $"'modules' is a table; write [{place}modules.NAME]");
        }

        return result;
    }

    private static void ReportUnknown(ConfigurationFile file, TomlKey key, string place) => file.Report(
        key.Position, $"unknown key '{key.Name}' in [{place.TrimEnd('.')}]; a host has modules: [{place}modules.NAME]");
}
