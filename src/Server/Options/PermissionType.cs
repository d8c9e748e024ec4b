using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Server.Options;

/// <summary>What an access rule says of somebody: <c>allow</c> or <c>deny</c>.</summary>
internal sealed class PermissionType : OptionType<bool>
{
    public override string Placeholder => "allow|deny";

    public override string Description => "\"allow\" or \"deny\"";

    public override string TomlExample => Description;

    public override string Format(bool value) => value ? "allow" : "deny";

    public override bool TryParse(string text, out bool value, [NotNullWhen(false)] out string? mistake)
    {
        value = text == "allow";
        mistake = text is "allow" or "deny" ? null : $"'{text}' is not {Description}";
        return mistake is null;
    }
}
