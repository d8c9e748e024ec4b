namespace Meerkat.Perf.Tls;

/// <summary>All that was measured. What was left out is empty.</summary>
internal sealed record TlsResult(
    TlsOptions Options,
    double? LoadBefore,
    IReadOnlyList<HandshakeResult> Handshakes,
    IReadOnlyList<MemoryResult> Memory,
    IReadOnlyList<ChatResult> Chats,
    IReadOnlyList<AttackResult> Attacks);
