using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// The BIO between OpenSSL and our buffers: it reads straight out of what was received and writes straight into what will be
/// sent, and keeps nothing itself. A connection that is idle so has no buffer here either, as it would have in a memory BIO
/// or a BIO pair. Called by OpenSSL within a call of <see cref="SslEngine"/>, on that thread.
/// </summary>
internal static unsafe class RecordBio
{
    private const int RetryFlags =
        LibCrypto.BIO_FLAGS_READ | LibCrypto.BIO_FLAGS_WRITE | LibCrypto.BIO_FLAGS_SHOULD_RETRY;

    // Lives as long as the process: BIOs point to it.
    private static readonly nint _method = NewMethod();

    /// <summary>A BIO for one connection, to be handed over to its SSL.</summary>
    public static nint New()
    {
        nint bio = LibCrypto.BIO_new(_method);
        OpenSslErrors.ThrowIf(bio == 0, "No BIO can be made");
        LibCrypto.BIO_set_init(bio, 1);
        return bio;
    }

    private static nint NewMethod()
    {
        nint method = LibCrypto.BIO_meth_new(LibCrypto.BIO_get_new_index() | LibCrypto.BIO_TYPE_SOURCE_SINK, "records");
        OpenSslErrors.ThrowIf(
            method == 0
            || LibCrypto.BIO_meth_set_read_ex(method, &Read) != 1
            || LibCrypto.BIO_meth_set_write_ex(method, &Write) != 1
            || LibCrypto.BIO_meth_set_ctrl(method, &Control) != 1,
            "No kind of BIO can be made");
        return method;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint bio, byte* into, nuint size, nuint* count)
    {
        LibCrypto.BIO_clear_flags(bio, RetryFlags);
        var frame = (BioFrame*)LibCrypto.BIO_get_data(bio);
        int taken = frame is null ? 0 : (int)nuint.Min(size, (nuint)(frame->InputLength - frame->InputTaken));
        if (taken == 0)
        {
            LibCrypto.BIO_set_flags(bio, LibCrypto.BIO_FLAGS_READ | LibCrypto.BIO_FLAGS_SHOULD_RETRY);
            return 0;
        }

        Buffer.MemoryCopy(frame->Input + frame->InputTaken, into, taken, taken);
        frame->InputTaken += taken;
        *count = (nuint)taken;
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint bio, byte* from, nuint size, nuint* count)
    {
        LibCrypto.BIO_clear_flags(bio, RetryFlags);
        var frame = (BioFrame*)LibCrypto.BIO_get_data(bio);
        int put = frame is null ? 0 : (int)nuint.Min(size, (nuint)(frame->OutputCapacity - frame->OutputLength));
        if (put == 0)
        {
            LibCrypto.BIO_set_flags(bio, LibCrypto.BIO_FLAGS_WRITE | LibCrypto.BIO_FLAGS_SHOULD_RETRY);
            return 0;
        }

        Buffer.MemoryCopy(from, frame->Output + frame->OutputLength, put, put);
        frame->OutputLength += put;
        *count = (nuint)put;
        return 1;
    }

    // There is nothing behind us to flush to, and that is a success. 0 stands for "I do not know this".
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static CLong Control(nint bio, int command, CLong number, nint pointer) =>
        new(command == LibCrypto.BIO_CTRL_FLUSH ? 1 : 0);
}
