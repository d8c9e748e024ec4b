using System.Diagnostics.CodeAnalysis;
using Meerkat.Parser.Jids;

namespace Meerkat.Server.Options;

/// <summary>An account: a bare JID with a localpart.</summary>
internal sealed class AccountType : OptionType<Jid>
{
    public override string Placeholder => "USER@DOMAIN";

    public override string Description => "an account";

    public override string TomlExample => "an account in quotes: \"user@example.com\"";

    public override string Format(Jid value) => value.ToString();

    public override bool TryParse(string text, [NotNullWhen(true)] out Jid? value, [NotNullWhen(false)] out string? mistake)
    {
        mistake = Jid.TryParse(text, out value) && value.HasLocal && value.IsBare ? null : $"'{text}' is not {Description}; write user@domain";
        if (mistake is not null) value = null;
        return mistake is null;
    }
}
