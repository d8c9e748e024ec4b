using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Parser.Jids;

namespace Meerkat.Server.Commands;

/// <summary>
/// A file of accounts to import, a line of <c>user@domain,password</c> each. The mistakes are <c>LINE: message</c> and
/// hold no passwords.
/// </summary>
internal sealed record AccountFile(
    IReadOnlyList<(Jid Account, string Password)> Accounts, IReadOnlyList<string> Mistakes)
{
    /// <summary>UTF-8, with U+FFFD for what is not.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static AccountFile Read(TextReader reader)
    {
        List<(Jid, string)> accounts = [];
        List<string> mistakes = [];
        Dictionary<Jid, int> lines = [];
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#')) continue;
            var mistake = ReadLine(text, out var account, out var password);
            if (mistake is null && !lines.TryAdd(account!, line)) mistake = $"{account} is in line {lines[account!]} already";
            if (mistake is null) accounts.Add((account!, password));
            else mistakes.Add($"{line}: {mistake}");
        }

        return new AccountFile(accounts, mistakes);
    }

    /// <summary>What is wrong with a line, or null.</summary>
    private static string? ReadLine(string text, out Jid? account, out string password)
    {
        var comma = text.IndexOf(',');
        (account, password) = (null, comma < 0 ? "" : text[(comma + 1)..]);
        // Without a comma anything in the line may be the password: none of it is shown.
        if (comma < 0) return "there is no comma; write user@domain,password";
        if (!Jid.TryParse(text[..comma].Trim(), out var jid) || !jid.HasLocal || !jid.IsBare)
        {
            return "what is before the comma is not an account; write user@domain,password";
        }

        account = jid;
        if (text.Contains('\uFFFD')) return "the line is not UTF-8";
        return password.Length > 0 && SaslPrep.TryPrepareStored(password, out _)
            ? null
            : "the password is empty or has characters that SASLprep (RFC 4013) prohibits";
    }
}
