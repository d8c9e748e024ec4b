using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>A page of memory between two that end the process when touched. Linux; owned by one test.</summary>
internal sealed class GuardedPage : IDisposable
{
    // The constants of mmap(2) and mprotect(2).
    private const int ReadWrite = 1 | 2;
    private const int NoAccess = 0;
    private const int PrivateAnonymous = 0x02 | 0x20;

    private readonly int _size = Environment.SystemPageSize;
    private readonly nint _start;

    public GuardedPage()
    {
        _start = Map(0, 3 * _size, ReadWrite, PrivateAnonymous, -1, 0);
        if (_start == -1 || Protect(_start, _size, NoAccess) != 0 || Protect(_start + 2 * _size, _size, NoAccess) != 0)
            throw new InvalidOperationException("The guard pages could not be made.");
    }

    public Span<byte> First(int length) => At(_start + _size, length);

    public Span<byte> Last(int length) => At(_start + 2 * _size - length, length);

    public void Dispose() => _ = Unmap(_start, 3 * _size);

    private static Span<byte> At(nint address, int length) =>
        MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), address), length);

    [DllImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nint length);
}
