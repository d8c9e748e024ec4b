using System.Globalization;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Lines of <c>user@domain,password</c>, read. The mistakes hold no passwords.</summary>
internal sealed record AccountImport(IReadOnlyList<(Jid Account, string Password)> Accounts, IReadOnlyList<string> Mistakes)
{
    /// <summary>Skips blank lines and those that begin with #.</summary>
    public static AccountImport Read(IReadOnlyList<string> lines, HostTable hosts)
    {
        List<(Jid, string)> accounts = [];
        List<string> mistakes = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) || lines[i].StartsWith('#')) continue;

            if (ReadLine(lines[i], hosts, out var account) is { } mistake)
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {mistake}"));
            else
                accounts.Add(account);
        }

        return new AccountImport(accounts, mistakes);
    }

    private static string? ReadLine(string line, HostTable hosts, out (Jid Account, string Password) account)
    {
        account = default;
        var comma = line.IndexOf(',');
        // Without a comma anything may be the password: none of the line is shown.
        if (comma < 0) return "there is no comma; write user@domain,password";
        if (!Jid.TryParse(line[..comma].Trim(), out var jid) || !jid.HasLocal || !jid.IsBare)
            return "what is before the comma is not an account; write user@domain,password";
        if (hosts.Find(jid) is null) return $"this server does not serve the domain of {jid}";

        account = (jid, line[(comma + 1)..]);
        return SaslPrep.TryPrepareStored(account.Password, out var prepared) && prepared.Length > 0
            ? null
            : "the password is empty or has characters that SASLprep (RFC 4013) prohibits";
    }
}
