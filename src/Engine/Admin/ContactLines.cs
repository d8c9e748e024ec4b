using System.Globalization;
using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Lines of <c>contact,name,group,group…</c>, read; only the contact must be there.</summary>
internal sealed record ContactLines(
    IReadOnlyList<(Jid Contact, string? Name, IReadOnlyList<string> Groups)> Contacts, IReadOnlyList<string> Mistakes)
{
    /// <summary>Skips blank lines and those that begin with #.</summary>
    public static ContactLines Read(IReadOnlyList<string> lines, ModuleLimits limits)
    {
        List<(Jid, string?, IReadOnlyList<string>)> contacts = [];
        List<string> mistakes = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) || lines[i].StartsWith('#')) continue;

            if (ReadLine(lines[i], limits, out var contact) is { } mistake)
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {mistake}"));
            else
                contacts.Add(contact);
        }

        if (contacts.Count > limits.RosterItems) mistakes.Add($"no roster has more than {limits.RosterItems} contacts");
        return new ContactLines(contacts, mistakes);
    }

    private static string? ReadLine(
        string line, ModuleLimits limits, out (Jid Contact, string? Name, IReadOnlyList<string> Groups) contact)
    {
        contact = default;
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        if (!Jid.TryParse(fields[0], out var jid) || !jid.IsBare) return "it does not begin with an address; write user@domain,name,group";
        if (fields.Length > 1 && Encoding.UTF8.GetByteCount(fields[1]) > limits.RosterNameBytes)
            return $"the name is longer than {limits.RosterNameBytes} bytes";

        contact = (jid, fields.Length > 1 && fields[1].Length > 0 ? fields[1] : null, fields[Math.Min(2, fields.Length)..]);
        return RosterEdits.FindMistake(contact.Groups, limits);
    }
}
