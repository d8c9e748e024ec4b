using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using Meerkat.Engine.Access;
using Meerkat.Parser.Jids;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>Reads <c>[acl]</c>: sets of addresses, each a list of patterns. Mistakes are reported to the file.</summary>
internal static class AclTable
{
    public const string Name = "acl";

    private const string Example = "{ user = \"guest-*\", domain = \"example.com\" }";

    private static readonly DomainType _domain = new();
    private static readonly TextType _text = new("a text");

    public static ImmutableDictionary<string, Acl> Read(ConfigurationFile file)
    {
        var acls = ImmutableDictionary.CreateBuilder<string, Acl>();
        foreach (var (key, value) in NamedTable.Entries(file, Name))
        {
            List<AclPattern> patterns = [];
            foreach (var table in NamedTable.Tables(file, value, Example))
            {
                if (TryReadPattern(file, table, out var pattern)) patterns.Add(pattern);
            }

            // One with mistakes is there too, so that rules may name it.
            acls.Add(key.Name, new Acl(key.Name, [.. patterns]));
        }

        return acls.ToImmutable();
    }

    private static bool TryReadPattern(ConfigurationFile file, TomlTable table, [NotNullWhen(true)] out AclPattern? pattern)
    {
        pattern = null;
        var mistakesBefore = file.MistakeCount;
        var keys = NamedTable.Keys(file, table, "jid", "user", "domain", "resource", "address");
        if (keys.Count == 0)
        {
            if (file.MistakeCount == mistakesBefore)
                file.Report(table.Position, $"nothing is asked for; write for example {Example}, or name the acl 'all'");
            return false;
        }

        if (keys.TryGetValue("jid", out var jid) && (keys.ContainsKey("user") || keys.ContainsKey("domain") || keys.ContainsKey("resource")))
            file.Report(jid.Position, "a jid says it all; leave out user, domain and resource, or write them instead of it");

        pattern = new AclPattern
        {
            Jid = Read(file, keys, "jid", ParseJid),
            User = Read(file, keys, "user", ParseUser),
            Domain = Read(file, keys, "domain", ParseDomain),
            Resource = Read(file, keys, "resource", ParseResource),
            Address = Read(file, keys, "address", ParseNetwork),
            // Whoever writes a user without a domain means his own, and not one who has the same name elsewhere.
            IsLocal = (keys.ContainsKey("user") || keys.ContainsKey("resource")) && !keys.ContainsKey("domain"),
        };
        return file.MistakeCount == mistakesBefore;
    }

    private static T? Read<T>(
        ConfigurationFile file, Dictionary<string, TomlValue> keys, string key, Func<string, (T? Value, string? Mistake)> parse)
    {
        if (!keys.TryGetValue(key, out var value) || !_text.TryConvert(value, file, out var text)) return default;

        var (parsed, mistake) = parse(text!);
        if (mistake is not null) file.Report(value.Position, mistake);
        return parsed;
    }

    private static (Jid?, string?) ParseJid(string text) =>
        Jid.TryParse(text, out var jid) ? (jid, null) : (null, $"'{text}' is no JID; write for example user@example.com");

    private static (Glob?, string?) ParseUser(string text)
    {
        if (Glob.HasWildcard(text)) return (new Glob(Fold(text)), null);

        return Jid.TryParse($"{text}@localhost", out var jid) && jid.HasLocal && jid.IsBare
            ? (new Glob(Encoding.UTF8.GetString(jid.Local)), null)
            : (null, $"'{text}' is no localpart; write what stands before the @, perhaps with * and ?");
    }

    private static (Glob?, string?) ParseDomain(string text)
    {
        if (Glob.HasWildcard(text)) return (new Glob(Fold(text)), null);

        return _domain.TryParse(text, out var domain, out var mistake) ? (new Glob(domain), null) : (null, mistake);
    }

    private static (Glob?, string?) ParseResource(string text) => text.Length == 0
        ? (null, "the resource is empty; write \"*\" for any")
        : (new Glob(text.Normalize()), null);

    private static (IPNetwork?, string?) ParseNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 && TryParseAddress(text, out var one)) return (new IPNetwork(one, BitsOf(one)), null);
        if (slash >= 0 && TryParseAddress(text[..slash], out var address)
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= BitsOf(address))
        {
            var masked = Masked(address, bits);
            return masked.BaseAddress.Equals(address) ? (masked, null) : (null, $"'{text}' has bits behind its prefix; write {masked}");
        }

        return (null, $"'{text}' is no network; write for example 192.0.2.0/24 or 2001:db8::/32");
    }

    // .NET takes "10" for 0.0.0.10.
    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3);

    private static int BitsOf(IPAddress address) => address.GetAddressBytes().Length * 8;

    private static IPNetwork Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }

    // What RFC 7622 does to localparts and domains, as far as it can be done to a part of one.
    private static string Fold(string pattern) => pattern.Normalize().ToLowerInvariant();
}
