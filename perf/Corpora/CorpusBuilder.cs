using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Collects the streams of a corpus. Owned by the <see cref="CorpusSource"/> at work.</summary>
internal sealed class CorpusBuilder(int sizeBytes)
{
    private readonly List<Frame> _frames = [];
    private readonly List<int> _streamEnds = [];
    private byte[] _bytes = new byte[sizeBytes];
    private int _length;

    /// <summary>False while another stanza is wanted.</summary>
    public bool IsFull => _length >= sizeBytes;

    public SeededRandom Random { get; } = new(0x4D6565726B6174);

    public void Header(string tag) => AddFrame(tag, FrameKind.Header);

    public void Stanza(string element) => AddFrame(element, FrameKind.Stanza);

    /// <summary>Ends the stream with its end tag.</summary>
    public void Close()
    {
        Append("</stream:stream>");
        _streamEnds.Add(_length);
    }

    /// <summary>Ends the stream as a restart does: without a word (RFC 6120 §4.3.3).</summary>
    public void Restart() => _streamEnds.Add(_length);

    public Corpus Build(string name) => new(name, _bytes[.._length], [.. _streamEnds], [.. _frames]);

    private void AddFrame(string text, FrameKind kind)
    {
        int start = _length;
        Append(text);
        _frames.Add(new Frame(start, _length - start, kind));
    }

    private void Append(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (_length + length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }
}
