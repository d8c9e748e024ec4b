using System.Runtime.InteropServices;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Memory between two pages that must not be touched: whoever reads one byte in front of it or behind it ends the process.
/// Linux only. Owned by one test.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    // <sys/mman.h>
    private const int ProtNone = 0;
    private const int ProtReadWrite = 1 | 2;
    private const int MapPrivateAnonymous = 0x02 | 0x20;

    private readonly nuint _size;
    private readonly byte* _mapping;
    private readonly int _length;

    public GuardedMemory(int minLength)
    {
        int page = Environment.SystemPageSize;
        _length = (minLength + page - 1) / page * page;
        _size = (nuint)(_length + (2 * page));
        _mapping = (byte*)Map(0, _size, ProtNone, MapPrivateAnonymous, -1, 0);
        if (_mapping == (byte*)-1 || Protect(_mapping + page, (nuint)_length, ProtReadWrite) != 0)
            throw new InvalidOperationException("No memory.");
    }

    private Span<byte> Memory => new(_mapping + Environment.SystemPageSize, _length);

    /// <summary>A copy with nothing behind it.</summary>
    public ReadOnlySpan<byte> AtEnd(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Memory[^bytes.Length..]);
        return Memory[^bytes.Length..];
    }

    /// <summary>A copy with nothing in front of it.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Memory);
        return Memory[..bytes.Length];
    }

    public void Dispose() => _ = Unmap(_mapping, _size);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nuint length);
}
