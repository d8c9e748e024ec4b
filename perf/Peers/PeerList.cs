namespace Meerkat.Perf.Peers;

/// <summary>Who is compared, in the order of the tables.</summary>
internal static class PeerList
{
    public static IReadOnlyList<IPeer> All { get; } =
        [new RelayPeer(), new MeerkatPeer(), new ProsodyPeer(), new EjabberdPeer()];

    /// <summary>The servers that others wrote.</summary>
    public static IReadOnlyList<string> Others { get; } = [ProsodyPeer.PeerName, EjabberdPeer.PeerName];
}
