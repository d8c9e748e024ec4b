using Meerkat.Engine.Options;

namespace Meerkat.Server.Options;

/// <summary>Writes the operator's reference of all options, docs/configuration.md, from the option table.</summary>
internal static class ConfigurationReference
{
    private const string Introduction = """
        # Configuration

        Meerkat reads one file in [TOML](https://toml.io/en/v1.0.0), named by `--config`. Every option is also a flag of
        `meerkat serve`; a flag wins over the file. Neither is needed for an option whose default suits.

        ```toml
        [server]
        domains = ["example.com"]

        [tls]
        certificate = "/etc/meerkat/example.com.pem"
        key = "/etc/meerkat/example.com.key"

        [storage]
        data = "/var/lib/meerkat"
        ```

        `meerkat check-config FILE` names every mistake in a file as `FILE:LINE:COLUMN: message`, without starting a
        server.

        How values are written, in the file and behind a flag:

        | Value | File | Flag |
        |---|---|---|
        | whole number | `max_depth = 64` | `--max-depth 64` |
        | duration: `ms`, `s`, `m`, `h`, `d` | `close_timeout = "5s"` | `--close-timeout 5s` |
        | size: `B`, `KiB`, `MiB`, `GiB` | `max_stanza = "256KiB"` | `--max-stanza 256KiB` |
        | choice | `starttls = "required"` | `--starttls required` |
        | true or false | `gc_concurrent = false` | `--gc-concurrent false`; the flag alone means true |
        | list | `domains = ["a.example", "b.example"]` | `--domain a.example --domain b.example` |
        | empty list | `c2s = []` | `--c2s none` |
        | path | relative to the file's directory | relative to the current directory |

        A flag given for a list replaces the list of the file.

        <!-- Generated from the option table by `meerkat check-config --print-reference`. -->

        """;

    public static string Generate()
    {
        List<string> lines = [Introduction];
        foreach (var (name, help) in OptionTable.Areas)
        {
            lines.AddRange($"## [{name}]", "", help, "");
            lines.AddRange(OptionTable.InArea(name).SelectMany(Describe));
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Describe(OptionDescriptor option)
    {
        var flag = option.IsSwitch ? $"{option.Flag} [{option.Placeholder}]" : $"{option.Flag} {option.Placeholder}";
        yield return $"### {option.Key[(option.Key.IndexOf('.') + 1)..]}";
        yield return "";
        yield return option.Help;
        yield return "";
        yield return $"- Value: {option.TypeDescription}";
        yield return $"- Default: {(option.FormatToml(new ServerOptions()) is { } toml ? $"`{toml}`" : "none")}";
        yield return $"- Flag: `{flag}`{(option.IsList ? ", may be repeated" : "")}";
        foreach (var (moved, _) in OptionTable.Moved.Where(moved => moved.Value == option.Key)) yield return $"- Also as: `{moved}`";
        yield return "";
    }
}
