using System.Globalization;

namespace Meerkat.LoadGen.Commands;

/// <summary>The accounts that runs log in to, as lines for an import.</summary>
internal sealed record UserList(string Prefix, int First, int Count, string Domain, string Password)
{
    /// <summary>What is wrong with it, or null.</summary>
    public string? Validate()
    {
        if (Count < 1 || First < 0)
            return "--users must be at least 1 and --first not negative";
        return Password.AsSpan().IndexOfAny("\r\n") >= 0 ? "--password must be one line" : null;
    }

    // The password is the rest of the line behind the first comma, which no JID localpart or domainpart has to hold.
    public void WriteTo(TextWriter writer)
    {
        for (var i = 0; i < Count; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{First + i}@{Domain},{Password}\n"));
    }
}
