using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class JidPropertyTests
{
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(20_000);

    // Separators and the odd characters often enough for whole JIDs to come out.
    private static readonly string[] _asciiPieces =
        ["a", "b", "l", "z", "0", "9", "-", "--", ".", "..", "@", "/", "[", "]", ":", "::1", "xn--", "xn--fa-hia", "A", "XN--", "_", "!", " ", "&", "\"", "~", "\x7F", "\0"];

    private static readonly string[] _pieces =
    [
        .. _asciiPieces, "\u00DF", "\u1E9E", "\u0130", "\u0131", "\u03A3", "\u03C2", "\u0345", "\u0301", "\u0308", "\u0338", "<",
        "\u212B", "\u2126", "\uFF21", "\uFF0F", "\uFF20", "\uFF0E", "\uFF71", "\uFF9E", "\u3002", "\u30FB", "\u30A2", "\u00B7",
        "\u200C", "\u200D", "\u094D", "\u0915", "\u05D0", "\u0627", "\u0660", "\u06F0", "\u00A0", "\u3000", "\u1100", "\u1161",
        "\u11A8", "\uAC00", "\u13A0", "\uAB70", "\u2163", "\uFFFE", "\uD83D\uDE00", "\uD801\uDC00", "\uD800", "\u1FB3", "\u0DD9\u0DCA",
    ];

    [Fact]
    public void Fast_path_agrees_with_slow_path_on_ascii() => Check.One(
        _config,
        Prop.ForAll(Texts(Gen.OneOf(Gen.Elements(_asciiPieces), Gen.Choose(0, 127).Select(c => ((char)c).ToString()))), text =>
        {
            byte[] input = Encoding.ASCII.GetBytes(text);
            var form = JidFastPath.Classify(input, out _, out _);
            bool isValid = JidSlowPath.TryPrepare(input, out var jid);
            return form switch
            {
                JidForm.Prepared => isValid && jid!.Utf8.SequenceEqual(input),
                JidForm.Invalid => !isValid,
                _ => true,
            };
        }));

    [Fact]
    public void Fast_path_splits_as_slow_path_does() => Check.One(
        _config,
        Prop.ForAll(Texts(Gen.Elements("a", "b.c", "@", "/", "x y")), text =>
        {
            byte[] input = Encoding.ASCII.GetBytes(text);
            return JidFastPath.Classify(input, out int localLength, out int bareLength) != JidForm.Prepared
                || (JidSlowPath.TryPrepare(input, out var jid)
                    && jid.Local.Length == localLength && jid.BareUtf8.Length == bareLength);
        }));

    [Fact]
    public void Preparing_twice_is_preparing_once() => Check.One(
        _config,
        Prop.ForAll(Texts(Gen.OneOf(Gen.Elements(_pieces), AnyCodePoint())), text =>
            !Jid.TryParse(text, out var jid)
            || (JidSlowPath.TryPrepare(jid.Utf8, out var again) && again.Equals(jid)
                && JidFastPath.Classify(jid.Utf8, out _, out _) != JidForm.Invalid)));

    /// <summary>Also through the cache, and by the same bytes: what is prepared is a view of itself or the same JID.</summary>
    [Fact]
    public void Preparer_takes_prepared_as_it_is()
    {
        var preparer = new JidPreparer(maxCachedJids: 256);
        Check.One(_config, Prop.ForAll(Texts(Gen.OneOf(Gen.Elements(_pieces), AnyCodePoint())), text =>
        {
            if (!Jid.TryParse(text, out var jid))
                return !preparer.TryParse(Encoding.UTF8.GetBytes(text), out _) || text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
            return preparer.TryParse(Encoding.UTF8.GetBytes(text), out var first) && first.Equals(jid)
                && preparer.TryParse(jid.Utf8, out var second) && second.Equals(jid) && second.Utf8.SequenceEqual(jid.Utf8);
        }));
    }

    [Fact]
    public void Every_code_point_prepares_to_something_stable_in_every_part()
    {
        foreach (int codePoint in Enumerable.Range(0, 0x110000).Where(Rune.IsValid))
        {
            string text = new Rune(codePoint).ToString();
            if (UsernameCaseMapped.TryPrepare(text, out string? username))
                Assert.True(UsernameCaseMapped.TryPrepare(username, out string? again) && again == username, text);
            if (OpaqueString.TryPrepare(text, out string? opaque))
                Assert.True(OpaqueString.TryPrepare(opaque, out string? again) && again == opaque, text);
            if (Domainpart.TryPrepare(text, out string? domain))
                Assert.True(Domainpart.TryPrepare(domain, out string? again) && again == domain, text);
        }
    }

    [Fact]
    public void U_label_survives_its_a_label() => Check.One(
        _config,
        Prop.ForAll(Texts(Gen.OneOf(Gen.Elements(_pieces), AnyCodePoint())), text =>
            !Domainpart.TryPrepare(text, out string? domain)
            || text.StartsWith('[')
            || (Domainpart.TryPrepare(ToALabels(domain), out string? again) && again == domain)));

    private static string ToALabels(string domain) => string.Join('.', domain.Split('.').Select(label =>
        Ascii.IsValid(label) ? label : "xn--" + Punycode.Encode([.. label.EnumerateRunes()])));

    private static Gen<string> AnyCodePoint() =>
        Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(codePoint => new Rune(codePoint).ToString());

    private static Arbitrary<string> Texts(Gen<string> pieces) =>
        // Short, so that a good part of them is valid.
        Gen.Choose(0, 8).SelectMany(count => pieces.ArrayOf(count)).Select(string.Concat).ToArbitrary();
}
