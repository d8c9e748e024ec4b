using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// Hash of a bare JID with a secret of this process, since peers choose JIDs and must not be able to fill one slot.
/// Multiply-fold over words of eight bytes with secret keys, as in wyhash. Any thread.
/// </summary>
internal sealed class BareJidHash
{
    private readonly ulong _seed = Random64() | 1;
    private readonly ulong _key = Random64() | 1;

    public uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = _seed ^ (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), _key);
            bytes = bytes[sizeof(ulong)..];
        }

        ulong tail = 0;
        foreach (var octet in bytes) tail = (tail << 8) | octet;
        hash = Fold(hash ^ tail, _key);
        return (uint)(Fold(hash, _seed) >> 32);
    }

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ BitOperations.RotateLeft(low, 32);
    }

    private static ulong Random64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
