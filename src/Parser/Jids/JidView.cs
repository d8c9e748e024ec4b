namespace Meerkat.Parser.Jids;

/// <summary>
/// A prepared JID as spans: into the stanza itself where it is plain ASCII in prepared form (the fast path, which
/// allocates nothing), else into a cached <see cref="Jid"/>.
/// </summary>
public readonly ref struct JidView
{
    public ReadOnlySpan<byte> Utf8 => throw new NotImplementedException();

    public ReadOnlySpan<byte> Bare => throw new NotImplementedException();

    public ReadOnlySpan<byte> Local => throw new NotImplementedException();

    public ReadOnlySpan<byte> Domain => throw new NotImplementedException();

    public ReadOnlySpan<byte> Resource => throw new NotImplementedException();

    public bool IsBare => throw new NotImplementedException();

    public bool IsFull => throw new NotImplementedException();

    public bool HasLocal => throw new NotImplementedException();

    public static JidView Of(Jid jid) => throw new NotImplementedException();

    /// <summary>A JID to keep; allocates.</summary>
    public Jid ToJid() => throw new NotImplementedException();

    public bool Equals(Jid jid) => throw new NotImplementedException();
}
