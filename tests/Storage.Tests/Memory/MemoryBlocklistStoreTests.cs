using Meerkat.Storage.Tests.Contracts;

namespace Meerkat.Storage.Tests.Memory;

public sealed class MemoryBlocklistStoreTests : BlocklistStoreContract<MemoryBackend>;
