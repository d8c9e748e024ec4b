using System.Diagnostics.CodeAnalysis;
using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Server.Options;

/// <summary>A domain to serve, prepared as the domainpart of a JID (RFC 7622 §3.2).</summary>
internal sealed class DomainType : OptionType<string>
{
    public override string Placeholder => "DOMAIN";

    public override string Description => "a domain name";

    public override string TomlExample => "a domain name in quotes: \"example.com\"";

    public override string Format(string value) => value;

    public override bool TryParse(
        string text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? mistake)
    {
        value = Jid.TryParse(text, out var jid) && !jid.HasLocal && jid.IsBare ? Encoding.UTF8.GetString(jid.Domain) : null;
        mistake = value is null ? $"'{text}' is not {Description}; write for example example.com" : null;
        return value is not null;
    }
}
