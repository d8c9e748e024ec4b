using System.Text;
using Meerkat.Engine.Storage;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>Things to store, and how to compare what comes back.</summary>
internal static class Samples
{
    /// <summary>Keys of the right sizes, different for each seed.</summary>
    public static Credentials Credentials(int seed) => new(Keys(seed, 20), Keys(seed + 1, 32), Keys(seed + 2, 64));

    /// <summary>All that is in them as one comparable string.</summary>
    public static string Text(Credentials? credentials) => credentials is null
        ? "none"
        : string.Join(' ', Text(credentials.Sha1), Text(credentials.Sha256), Text(credentials.Sha512));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[]? utf8) => utf8 is null ? "none" : Encoding.UTF8.GetString(utf8);

    public static string Text(PushRegistration push) => $"{push.Service} {push.Node} {Text(push.Options)}";

    private static ScramKeys Keys(int seed, int hashBytes) =>
        new(Bytes(seed, 16), 4096 + seed, Bytes(seed + 50, hashBytes), Bytes(seed + 100, hashBytes));

    private static byte[] Bytes(int seed, int count) => [.. Enumerable.Range(seed, count).Select(i => (byte)i)];

    private static string Text(ScramKeys keys) => string.Join(
        ':', Convert.ToHexString(keys.Salt), keys.Iterations, Convert.ToHexString(keys.StoredKey),
        Convert.ToHexString(keys.ServerKey));
}
