using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Routing;

/// <summary>The served hosts by domain. Immutable; any thread. Few, so found by length and bytes.</summary>
public sealed class HostTable(IReadOnlyList<Host> hosts)
{
    private readonly Host[] _hosts = [.. hosts];

    public IReadOnlyList<Host> Hosts => _hosts;

    /// <summary>The host a stream gets that names none, or an unknown one, for the error it is told.</summary>
    public Host Default => _hosts[0];

    /// <summary>Null if the domain is not served here. <paramref name="domain"/> is in prepared form.</summary>
    public Host? Find(ReadOnlySpan<byte> domain)
    {
        foreach (var host in _hosts)
        {
            if (host.Domain.Utf8.SequenceEqual(domain)) return host;
        }

        return null;
    }

    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    public Host? Find(Jid address) => Find(address.Domain);
}
