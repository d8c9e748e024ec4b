namespace Meerkat.Engine.Tls;

/// <summary>
/// The context that handshakes beginning now use. One per process; any thread. Replaced when certificates are read again:
/// handshakes under way and connections keep the one they began with.
/// </summary>
public sealed class CurrentTls(TlsServerContext context)
{
    private volatile TlsServerContext _context = context;

    public TlsServerContext Context => _context;

    public void Replace(TlsServerContext context) => _context = context;
}
