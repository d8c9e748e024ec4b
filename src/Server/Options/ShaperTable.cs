using System.Collections.Immutable;
using Meerkat.Engine.Net;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Reads the tables <c>[shaper.NAME]</c>. Mistakes are reported to the file.</summary>
internal static class ShaperTable
{
    public const string Name = "shaper";

    // Below it a stanza of the largest size would take minutes, and clients would take the server for dead.
    private static readonly SizeType _rate = new(1024, 1 << 30);
    private static readonly CountType _stanzas = new(1, 1_000_000);

    // Readers wait for a tick of the heartbeat, of which several must fit.
    private static readonly DurationType _burst = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static ImmutableDictionary<string, ShaperRate> Read(ConfigurationFile file)
    {
        var shapers = ImmutableDictionary.CreateBuilder<string, ShaperRate>();
        foreach (var (key, value) in NamedTable.Entries(file, Name))
        {
            if (value is TomlTable table) shapers.Add(key.Name, Read(file, key, table));
            else if (value is not TomlInvalid) file.Report(value.Position, $"found {value.Description}; write [{Name}.{key.Name}], and below it max_rate = \"64KiB\"");
        }

        return shapers.ToImmutable();
    }

    public static string Write(ShaperRate rate)
    {
        List<string> keys = [];
        if (rate.BytesPerSecond > 0) keys.Add($"max_rate = {_rate.FormatToml(rate.BytesPerSecond)}");
        if (rate.StanzasPerSecond > 0) keys.Add($"max_stanzas = {_stanzas.FormatToml(rate.StanzasPerSecond)}");
        keys.Add($"burst = {_burst.FormatToml(rate.Burst)}");
        return $"{rate.Name} = {{ {string.Join(", ", keys)} }} # set";
    }

    private static ShaperRate Read(ConfigurationFile file, TomlKey key, TomlTable table)
    {
        var keys = NamedTable.Keys(file, table, "max_rate", "max_stanzas", "burst");
        var rate = new ShaperRate(key.Name);
        if (keys.TryGetValue("max_rate", out var value) && _rate.TryConvert(value, file, out var bytes)) rate = rate with { BytesPerSecond = bytes };
        if (keys.TryGetValue("max_stanzas", out value) && _stanzas.TryConvert(value, file, out var stanzas)) rate = rate with { StanzasPerSecond = stanzas };
        if (keys.TryGetValue("burst", out value) && _burst.TryConvert(value, file, out var burst)) rate = rate with { Burst = burst };
        if (!keys.ContainsKey("max_rate") && !keys.ContainsKey("max_stanzas"))
            file.Report(key.Position, $"the shaper '{key.Name}' limits nothing; write max_rate, max_stanzas or both");
        return rate;
    }
}
