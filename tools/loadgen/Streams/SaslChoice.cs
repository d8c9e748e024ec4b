using System.Security.Cryptography;

namespace Meerkat.LoadGen.Streams;

/// <summary>How clients log in, as asked for on the command line. Auto takes the cheapest that the server offers.</summary>
internal enum SaslChoice : byte
{
    Auto,
    Plain,
    ScramSha1,
    ScramSha256,
    ScramSha512,
}

/// <summary>The names of mechanisms on the wire.</summary>
internal static class SaslNames
{
    /// <summary>The mechanisms in the order of what they cost the client.</summary>
    public static IReadOnlyList<SaslChoice> Cheapest { get; } =
        [SaslChoice.Plain, SaslChoice.ScramSha1, SaslChoice.ScramSha256, SaslChoice.ScramSha512];

    public static string ToMechanism(this SaslChoice choice) => choice switch
    {
        SaslChoice.Plain => "PLAIN",
        SaslChoice.ScramSha1 => "SCRAM-SHA-1",
        SaslChoice.ScramSha256 => "SCRAM-SHA-256",
        SaslChoice.ScramSha512 => "SCRAM-SHA-512",
        _ => "auto",
    };

    public static HashAlgorithmName ToHash(this SaslChoice choice) => choice switch
    {
        SaslChoice.ScramSha256 => HashAlgorithmName.SHA256,
        SaslChoice.ScramSha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA1,
    };

    public static bool TryParse(string name, out SaslChoice choice)
    {
        foreach (var candidate in Enum.GetValues<SaslChoice>())
        {
            if (!name.Equals(candidate.ToMechanism(), StringComparison.OrdinalIgnoreCase))
                continue;
            choice = candidate;
            return true;
        }

        choice = default;
        return false;
    }
}
