using System.Buffers;
using System.Buffers.Text;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// Base64 as SASL in XMPP wants it (RFC 6120 §13.9.1): canonical (RFC 4648 §3.5), padded, no white space. Pure; any
/// thread.
/// </summary>
internal static class SaslBase64
{
    /// <summary>False unless <paramref name="text"/> is exactly what encoding the decoded bytes gives.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] data)
    {
        data = [];
        if (text.Length % 4 != 0)
            return false;

        // The framework's decoder skips white space and takes non-zero trailing bits, so the way back is compared.
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, decoded, out int consumed, out int written) != OperationStatus.Done
            || consumed != text.Length
            || !text.SequenceEqual(Encode(decoded.AsSpan(0, written))))
        {
            return false;
        }

        data = written == decoded.Length ? decoded : decoded[..written];
        return true;
    }

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(data.Length)];
        Base64.EncodeToUtf8(data, text, out _, out _);
        return text;
    }
}
