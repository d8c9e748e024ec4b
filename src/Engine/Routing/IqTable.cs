using System.Diagnostics;
using System.Text;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Routing;

/// <summary>
/// Who answers which IQ requests at one kind of address. Filled at start-up, read-only afterwards: any thread. A few dozen
/// entries, found by length and bytes.
/// </summary>
public sealed class IqTable
{
    private readonly List<Entry> _entries = [];

    /// <summary>Registers a handler. A second one for the same request is a programming error.</summary>
    public void Add(StanzaType type, string payloadName, string payloadNamespace, IIqHandler handler)
    {
        Debug.Assert(type is StanzaType.Get or StanzaType.Set, "only requests are handled");
        var entry = new Entry(type, Encoding.UTF8.GetBytes(payloadName), Encoding.UTF8.GetBytes(payloadNamespace), handler);
        if (Find(type, entry.Name, entry.Namespace) is not null)
        {
            throw new InvalidOperationException($"IQ {type} {{{payloadNamespace}}}{payloadName} has a handler already.");
        }

        _entries.Add(entry);
    }

    /// <summary>Null if nobody answers.</summary>
    public IIqHandler? Find(StanzaType type, ReadOnlySpan<byte> payloadName, ReadOnlySpan<byte> payloadNamespace)
    {
        foreach (var entry in _entries)
        {
            if (entry.Type == type
                && entry.Namespace.AsSpan().SequenceEqual(payloadNamespace)
                && entry.Name.AsSpan().SequenceEqual(payloadName))
            {
                return entry.Handler;
            }
        }

        return null;
    }

    private sealed record Entry(StanzaType Type, byte[] Name, byte[] Namespace, IIqHandler Handler);
}
