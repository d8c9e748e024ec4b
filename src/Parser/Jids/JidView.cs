using System.Text;

namespace Meerkat.Parser.Jids;

/// <summary>
/// A prepared JID as spans: into the stanza itself where it is plain ASCII in prepared form (the fast path, which
/// allocates nothing), else into a cached <see cref="Jid"/>. Lives as long as the bytes it was made from.
/// </summary>
public readonly ref struct JidView
{
    // Null if the bytes are the caller's.
    private readonly Jid? _jid;
    private readonly int _localLength;
    private readonly int _bareLength;

    internal JidView(ReadOnlySpan<byte> utf8, int localLength, int bareLength, Jid? jid = null)
    {
        Utf8 = utf8;
        _localLength = localLength;
        _bareLength = bareLength;
        _jid = jid;
    }

    public ReadOnlySpan<byte> Utf8 { get; }

    public ReadOnlySpan<byte> Bare => Utf8[.._bareLength];

    public ReadOnlySpan<byte> Local => Utf8[.._localLength];

    public ReadOnlySpan<byte> Domain => Utf8[(_localLength == 0 ? 0 : _localLength + 1).._bareLength];

    public ReadOnlySpan<byte> Resource => IsBare ? default : Utf8[(_bareLength + 1)..];

    public bool IsBare => _bareLength == Utf8.Length;

    public bool IsFull => !IsBare;

    public bool HasLocal => _localLength > 0;

    public static JidView Of(Jid jid)
    {
        ArgumentNullException.ThrowIfNull(jid);
        return jid.View();
    }

    /// <summary>A JID to keep; allocates, unless this is a view of a <see cref="Jid"/>.</summary>
    public Jid ToJid() => _jid ?? new Jid(Utf8.ToArray(), _localLength, _bareLength);

    public bool Equals(Jid jid)
    {
        ArgumentNullException.ThrowIfNull(jid);
        return ReferenceEquals(_jid, jid) || Utf8.SequenceEqual(jid.Utf8);
    }

    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
