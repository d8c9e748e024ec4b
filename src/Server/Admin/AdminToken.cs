using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace Meerkat.Server.Admin;

/// <summary>
/// Knows the token of the TCP endpoints, and holds off addresses that guess it. Owned by <see cref="AdminServer"/>; any thread.
/// </summary>
internal sealed class AdminToken : IDisposable
{
    // 32 characters of hexadecimal are 128 bits.
    private const int MinChars = 32;

    // A mistyped token now and then is nobody's attack.
    private const int Attempts = 10;
    private static readonly TimeSpan _attemptsPeriod = TimeSpan.FromMinutes(1);

    private readonly byte[] _hash;
    private readonly PartitionedRateLimiter<IPAddress> _failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Attempts,
            TokensPerPeriod = Attempts,
            ReplenishmentPeriod = _attemptsPeriod,
        }));

    private AdminToken(string token) => _hash = Hash(token);

    /// <summary>The first line of the file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is too short.</exception>
    public static AdminToken Load(string path)
    {
        string token;
        try
        {
            token = File.ReadLines(path).FirstOrDefault("").Trim();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }

        return token.Length >= MinChars
            ? new AdminToken(token)
            : throw new InvalidDataException($"{path}: the token has fewer than {MinChars} characters; make one with: openssl rand -hex 32");
    }

    /// <summary>Whether the header <c>Authorization</c> of a request from an address has the token.</summary>
    public TokenVerdict Check(IPAddress address, string? authorization)
    {
        using var allowance = _failures.AttemptAcquire(address, permitCount: 0);
        if (!allowance.IsAcquired) return TokenVerdict.TooManyFailures;

        const string Scheme = "Bearer ";
        var isRight = authorization is not null
            && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), _hash);
        if (isRight) return TokenVerdict.Right;

        _failures.AttemptAcquire(address).Dispose();
        return TokenVerdict.Wrong;
    }

    public void Dispose() => _failures.Dispose();

    // Of equal length whatever was given, so that the comparison takes equal time.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>What a token is worth.</summary>
internal enum TokenVerdict : byte
{
    Right,
    Wrong,
    TooManyFailures,
}
