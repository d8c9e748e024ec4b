using System.Runtime.InteropServices;
using Microsoft.Extensions.ObjectPool;

namespace Meerkat.Engine.Net;

/// <summary>The send operations of a node: needed only while a peer reads more slowly than we write. Any thread.</summary>
public sealed class SendOperationPool
{
    // 400 bytes each: at most 400 KiB stay pooled after a stall of all peers at once.
    private const int MaxPooled = 1024;

    private readonly DefaultObjectPool<SendOperation> _operations =
        new(new DefaultPooledObjectPolicy<SendOperation>(), MaxPooled);

    internal SendOperation Rent(SocketTransport transport, ReadOnlyMemory<byte> bytes)
    {
        SendOperation operation = _operations.Get();
        operation.Transport = transport;
        // The socket only reads the memory of a send; its API has no read-only form.
        operation.SetBuffer(MemoryMarshal.AsMemory(bytes));
        return operation;
    }

    internal void Return(SendOperation operation)
    {
        operation.Transport = null;
        operation.SetBuffer(Memory<byte>.Empty);
        _operations.Return(operation);
    }
}
