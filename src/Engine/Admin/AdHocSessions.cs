using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>
/// The sessions of ad-hoc commands, which have one form each: nothing needs to be kept, since a session's id proves when and
/// for whom the form was made. One per module; any thread.
/// </summary>
internal sealed class AdHocSessions(TimeProvider time)
{
    // Long enough to fill in a form, and to look something up meanwhile.
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Begin(Jid caller, string node)
    {
        var began = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{began}-{Sign(began, caller, node)}";
    }

    public bool IsOpen(string id, Jid caller, string node)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !long.TryParse(id.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var began)) return false;

        var isOurs = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(id[(dash + 1)..]), Encoding.UTF8.GetBytes(Sign(id[..dash], caller, node)));
        return isOurs && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(began) <= _lifetime;
    }

    private string Sign(string began, Jid caller, string node) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{began}\n{caller}\n{node}")));
}
