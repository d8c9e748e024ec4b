using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>What is right for a stream, in the reference's view.</summary>
internal enum OracleVerdict
{
    Ok,

    /// <summary>The stream may go on: no byte of it is wrong, as far as can be told.</summary>
    Incomplete,
    Restricted,
    UnsupportedEncoding,
    NotWellFormed,
}

/// <param name="Verdict">What is right.</param>
/// <param name="Events">What the stream holds in front of the place where that became clear.</param>
internal sealed record OracleAnswer(OracleVerdict Verdict, IReadOnlyList<StreamEvent> Events);

/// <summary>
/// The plain reference: System.Xml reads the stream as a document, and the rules of XMPP (RFC 6120 §11) are laid on top.
/// Where System.Xml is known to differ, the stream is changed before it is read: illegal UTF-8 becomes a character that is
/// illegal everywhere, a reference to what is beyond Unicode becomes one to NUL, the XML declaration is judged by its
/// grammar and cut off, and <see cref="FifthEditionNames"/>.
/// </summary>
internal static partial class XmlReaderOracle
{
    private const char Illegal = '\uFFFF';

    private static readonly XmlReaderSettings _settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        ConformanceLevel = ConformanceLevel.Document,
        CheckCharacters = true,
    };

    public static OracleAnswer Read(byte[] stream)
    {
        string text = Decode(stream);
        if (text.StartsWith('\uFEFF'))
            return Refused; // RFC 6120 §11.6: no byte order mark, and text must not stand in front of the root.
        if (text.Length is > 0 and < 6 && "<?xml ".StartsWith(text, StringComparison.Ordinal))
            return new OracleAnswer(OracleVerdict.Incomplete, []);
        if (DeclarationStart().IsMatch(text))
        {
            Match declaration = Declaration().Match(text);
            if (!declaration.Success)
                return text.Contains('>', StringComparison.Ordinal) || text.Any(IsIllegal)
                    ? Refused : new OracleAnswer(OracleVerdict.Incomplete, []);
            Group encoding = declaration.Groups["encoding"];
            if (encoding.Success && !encoding.Value.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                return new OracleAnswer(OracleVerdict.UnsupportedEncoding, []);

            // Something has to stand there, or System.Xml would take a second declaration.
            text = ' ' + text[declaration.Length..];
        }

        text = CharacterReference().Replace(text, match => WithinUnicode(match, text));
        FifthEditionNames names = FifthEditionNames.In(text);
        return ReadWhole(names.Replace(text), names) ?? ReadByCharacters(names.Replace(text), names);
    }

    private static OracleAnswer Refused { get; } = new(OracleVerdict.NotWellFormed, []);

    // XML 1.0 §2.8 [23], any 1.x being read as 1.0.
    [GeneratedRegex("""
        ^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(['"])1\.[0-9]+\1
        ([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?<q>['"])(?<encoding>[A-Za-z][A-Za-z0-9._-]*)\k<q>)?
        ([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?<r>['"])(yes|no)\k<r>)?[ \t\r\n]*\?>
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [GeneratedRegex("&#(x0*(?<hex>[0-9a-fA-F]+)|0*(?<decimal>[0-9]+));")]
    private static partial Regex CharacterReference();

    [GeneratedRegex(@"^<\?xml[ \t\r\n?]")]
    private static partial Regex DeclarationStart();

    // A character that is not all there yet is left out.
    private static string Decode(byte[] stream)
    {
        var chars = new char[stream.Length + 1];
        OperationStatus status = Utf8.ToUtf16(stream, chars, out _, out int length, replaceInvalidSequences: false, isFinalBlock: false);
        if (status == OperationStatus.InvalidData)
            chars[length++] = Illegal;
        return new string(chars, 0, length);
    }

    // Some of the numbers that are too big System.Xml takes for characters, &#x2001b87f; for one.
    private static string WithinUnicode(Match reference, string text)
    {
        string hex = reference.Groups["hex"].Value;
        bool isBeyond = hex.Length > 0
            ? hex.Length > 6 || int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) > 0x10FFFF
            : reference.Groups["decimal"].Length > 7 || int.Parse(reference.Groups["decimal"].Value, CultureInfo.InvariantCulture) > 0x10FFFF;
        string before = text[..reference.Index];
        bool isInCData = before.LastIndexOf("<![CDATA[", StringComparison.Ordinal) > before.LastIndexOf("]]>", StringComparison.Ordinal);
        return isBeyond && !isInCData ? "&#0;" : reference.Value;
    }

    // XML 1.0 §2.2 [2]; there are no lone surrogates in decoded UTF-8.
    private static bool IsIllegal(char c) => c is (< ' ' and not ('\t' or '\n' or '\r')) or '\uFFFE' or Illegal;

    private static OracleAnswer? ReadWhole(string text, FifthEditionNames names)
    {
        using var reader = XmlReader.Create(new StringReader(text), _settings);
        try
        {
            return Read(reader, [], names);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static OracleAnswer ReadByCharacters(string text, FifthEditionNames names)
    {
        var input = new CharacterReader(text);
        var events = new List<StreamEvent>();
        try
        {
            using var reader = XmlReader.Create(input, _settings);
            return Read(reader, events, names);
        }
        catch (XmlException)
        {
            // The reader tells the root element only when it has seen more.
            if (input.IsEndReached && text.EndsWith('>'))
                return ReadByCharacters(text + 'x', names);
            OracleVerdict verdict = input.IsEndReached && !text.Any(IsIllegal)
                ? OracleVerdict.Incomplete : OracleVerdict.NotWellFormed;
            return new OracleAnswer(verdict, StreamFeeder.WithoutStreamWhiteSpace(events));
        }
    }

    private static OracleAnswer Read(XmlReader reader, List<StreamEvent> events, FifthEditionNames names)
    {
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Prefix == "xmlns":
                    // Namespaces 1.0 §3: no element has this prefix.
                    return new OracleAnswer(OracleVerdict.NotWellFormed, StreamFeeder.WithoutStreamWhiteSpace(events));
                case XmlNodeType.Element:
                    bool isEmpty = reader.IsEmptyElement;
                    (string ns, string name) = (reader.NamespaceURI, reader.LocalName);
                    events.Add(Start(reader, names));
                    if (isEmpty)
                        events.Add(StreamEvent.End(names.Restore(ns), names.Restore(name)));
                    break;
                case XmlNodeType.EndElement:
                    events.Add(StreamEvent.End(names.Restore(reader.NamespaceURI), names.Restore(reader.LocalName)));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (reader.Depth > 0 && reader.Value.Length > 0)
                        events.Add(StreamEvent.Text(names.Restore(reader.Value)));
                    break;
                default:
                    // RFC 6120 §11.1: comments and processing instructions.
                    return new OracleAnswer(OracleVerdict.Restricted, StreamFeeder.WithoutStreamWhiteSpace(events));
            }
        }

        return new OracleAnswer(OracleVerdict.Ok, StreamFeeder.WithoutStreamWhiteSpace(events));
    }

    private static StreamEvent Start(XmlReader reader, FifthEditionNames names)
    {
        (string ns, string name, string prefix) = (reader.NamespaceURI, reader.LocalName, reader.Prefix);
        var attributes = new List<string[]>();
        var declarations = new List<string[]>();
        while (reader.MoveToNextAttribute())
        {
            string value = names.Restore(reader.Value);
            string localName = names.Restore(reader.LocalName);
            string attributePrefix = names.Restore(reader.Prefix);
            if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/")
                declarations.Add([attributePrefix.Length == 0 ? "" : localName, value]);
            else
                attributes.Add([names.Restore(reader.NamespaceURI), localName, attributePrefix, value]);
        }

        return StreamEvent.Start(names.Restore(ns), names.Restore(name), names.Restore(prefix), attributes, declarations);
    }

    /// <summary>Hands out one character at a time, so that a reader asks for no more than it needs.</summary>
    private sealed class CharacterReader(string text) : TextReader
    {
        private int _position;

        public bool IsEndReached { get; private set; }

        public override int Peek() => throw new NotSupportedException();

        public override int Read() => throw new NotSupportedException();

        public override int Read(char[] buffer, int index, int count)
        {
            if (_position == text.Length)
            {
                IsEndReached = true;
                return 0;
            }

            if (count == 0)
                return 0;
            buffer[index] = text[_position++];
            return 1;
        }
    }
}
