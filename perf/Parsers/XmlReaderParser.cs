using System.Text;
using System.Xml;
using Meerkat.Perf.Corpora;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// System.Xml's reader over the bytes of each stream; names, namespaces and values taken as strings. Readers share a
/// name table. It wants whole documents: streams that end without an end tag get one.
/// </summary>
internal sealed class XmlReaderParser : IParser
{
    private static readonly byte[] _endTag = "</stream:stream>"u8.ToArray();

    private readonly XmlReaderSettings _settings =
        new() { DtdProcessing = DtdProcessing.Prohibit, NameTable = new NameTable() };

    private readonly byte[] _documents;
    private readonly byte[] _work;
    private readonly int[] _ends;
    private Sums _sums;

    public XmlReaderParser(Corpus corpus)
    {
        _ends = new int[corpus.StreamEnds.Length];
        _documents = Complete(corpus);
        _work = new byte[_documents.Length];
    }

    // The lengths of strings are in UTF-16 units: nothing to compare them with.
    public Tally Tally => new()
    {
        Elements = _sums.Elements,
        Attributes = _sums.Attributes,
        AttributesAndDeclarations = _sums.Attributes + _sums.Declarations,
    };

    public void Prepare() => _documents.CopyTo(_work, 0);

    public void Run(int pieceBytes) => Run<Utf16Length>();

    public Tally Check()
    {
        Run<Utf8Length>();
        return new Tally
        {
            Elements = _sums.Elements,
            Attributes = _sums.Attributes,
            AttributesAndDeclarations = _sums.Attributes + _sums.Declarations,
            LocalNameBytes = _sums.NameBytes,
            NamespaceBytes = _sums.NamespaceBytes,
            ValueBytes = _sums.ValueBytes,
            AllValueBytes = _sums.ValueBytes + _sums.DeclarationValueBytes,
            TextBytes = _sums.TextBytes,
        };
    }

    public void Dispose()
    {
    }

    private void Run<TLength>()
        where TLength : struct, IStringLength
    {
        _sums = default;
        int start = 0;
        foreach (int end in _ends)
        {
            using var reader = XmlReader.Create(new MemoryStream(_work, start, end - start), _settings);
            while (reader.Read())
                Visit<TLength>(reader);
            start = end;
        }
    }

    private void Visit<TLength>(XmlReader reader)
        where TLength : struct, IStringLength
    {
        if (reader.NodeType == XmlNodeType.Text)
        {
            _sums.TextBytes += TLength.Of(reader.Value);
            return;
        }

        if (reader.NodeType != XmlNodeType.Element)
            return;
        _sums.Elements++;
        _sums.NameBytes += TLength.Of(reader.LocalName);
        _sums.NamespaceBytes += TLength.Of(reader.NamespaceURI);
        while (reader.MoveToNextAttribute())
            VisitAttribute<TLength>(reader);
    }

    private void VisitAttribute<TLength>(XmlReader reader)
        where TLength : struct, IStringLength
    {
        if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/")
        {
            _sums.Declarations++;
            _sums.DeclarationValueBytes += TLength.Of(reader.Value);
            return;
        }

        _sums.Attributes++;
        _sums.NameBytes += TLength.Of(reader.LocalName);
        _sums.NamespaceBytes += TLength.Of(reader.NamespaceURI);
        _sums.ValueBytes += TLength.Of(reader.Value);
    }

    private byte[] Complete(Corpus corpus)
    {
        var documents = new MemoryStream();
        int start = 0;
        for (int i = 0; i < _ends.Length; i++)
        {
            ReadOnlySpan<byte> stream = corpus.Bytes.AsSpan(start, corpus.StreamEnds[i] - start);
            documents.Write(stream);
            if (!stream.EndsWith(_endTag))
                documents.Write(_endTag);
            _ends[i] = (int)documents.Length;
            start = corpus.StreamEnds[i];
        }

        return documents.ToArray();
    }

    private interface IStringLength
    {
        static abstract int Of(string text);
    }

    private readonly struct Utf16Length : IStringLength
    {
        public static int Of(string text) => text.Length;
    }

    private readonly struct Utf8Length : IStringLength
    {
        public static int Of(string text) => Encoding.UTF8.GetByteCount(text);
    }
}
