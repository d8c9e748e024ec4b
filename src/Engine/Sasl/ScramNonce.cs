using System.Security.Cryptography;

namespace Meerkat.Engine.Sasl;

/// <summary>The server's part of a SCRAM nonce. Pure; any thread.</summary>
internal static class ScramNonce
{
    // 192 bits: as many as base64 writes without padding, and more than the 128 that rule out a repetition.
    private const int RandomBytes = 24;

    /// <summary>Random base64 text: printable and without a comma, as RFC 5802 §7 wants it.</summary>
    public static byte[] Create()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return SaslBase64.Encode(random);
    }
}
