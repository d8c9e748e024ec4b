using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

/// <summary>The rules of IDNA2008 for a label, one test each, named by their sections.</summary>
public sealed class IdnaRuleTests
{
    // RFC 5891 §4.1: a label is in NFC; here it is made so, as RFC 5895 §2 says.
    [Theory]
    [InlineData("bu\u0308cher", "b\u00FCcher")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212A", "k")] // Kelvin sign
    public void Rfc_5891_section_4_1_normalization(string label, string prepared) => AssertPrepared(label, prepared);

    // RFC 5891 §4.2.3.1: no hyphen at either end, and none in both the third and fourth place.
    [Theory]
    [InlineData("\u00FC-\u00FC", true)]
    [InlineData("\u00FC--\u00FC", true)]
    [InlineData("a-b-\u00FC", true)]
    [InlineData("abc--\u00FC", true)]
    [InlineData("-\u00FC", false)]
    [InlineData("\u00FC-", false)]
    [InlineData("ab--\u00FC", false)]
    [InlineData("\u00FC\u00FC--a", false)]
    [InlineData("-", false)]
    [InlineData("--", false)]
    [InlineData("a--b", true)]
    [InlineData("aa--b", false)]
    public void Rfc_5891_section_4_2_3_1_hyphens(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5891 §4.2.3.2: no combining mark first: Mn, Mc, Me.
    [Theory]
    [InlineData("\u0301a")]
    [InlineData("\u0301")]
    [InlineData("\u0903\u0915")]
    [InlineData("\u0488\u0430")]
    [InlineData("\u05B8\u05D0")]
    public void Rfc_5891_section_4_2_3_2_leading_combining_marks(string label) => AssertValid(label, isValid: false);

    // RFC 5891 §4.2.3.4: the bidi rule is over the whole name.
    [Theory]
    [InlineData("\u05D0.a", true)]
    [InlineData("\u05D0.1a", false)]
    [InlineData("1.\u05D0", false)]
    [InlineData("a.1", true)]
    [InlineData("\u05D0.a1", true)]
    public void Rfc_5891_section_4_2_3_4_labels_with_right_to_left_neighbours(string name, bool isValid) =>
        AssertValid(name, isValid);

    // RFC 5891 §5.4: an A-label stands for a valid U-label, and is what that encodes to.
    [Theory]
    [InlineData("xn--bcher-kva", "b\u00FCcher")]
    [InlineData("XN--BCHER-KVA", "b\u00FCcher")]
    [InlineData("xn--fa-hia", "fa\u00DF")]
    [InlineData("xn--3xa", "\u03C2")]
    [InlineData("xn--4xa", "\u03C3")]
    [InlineData("xn--58d", "\u13A0")]
    public void Rfc_5891_section_5_4_a_label_becomes_its_u_label(string label, string prepared) =>
        AssertPrepared(label, prepared);

    [Theory]
    [InlineData("xn--")]
    [InlineData("xn---")]
    [InlineData("xn--a-")]
    [InlineData("xn--abc-")] // ASCII alone
    [InlineData("xn--a")]
    [InlineData("xn--0")]
    [InlineData("xn--strae-oqa-")]
    [InlineData("xn--xn--bcher-kva-")]
    [InlineData("xn--bcher-kv\u00E4")]
    public void Rfc_5891_section_5_4_other_a_label_is_refused(string label) => AssertValid(label, isValid: false);

    // RFC 5892 §2.2 (Unstable), §2.3, §2.4 (IgnorableBlocks), §2.8 (UnassignedRanges), §2.9 (OldHangulJamo).
    [Theory]
    [InlineData("\u2163")]
    [InlineData("\uFB01")]
    [InlineData("\u00AA")]
    [InlineData("\u0345")]
    [InlineData("a\u0345")]
    [InlineData("\uAB70")]
    [InlineData("a\u20D0")]
    [InlineData("a\U0001D165")]
    [InlineData("\u0378")]
    [InlineData("\u1100")]
    [InlineData("\uD7B0")]
    [InlineData("a\u00AD")]
    [InlineData("a\u034F")]
    [InlineData("\u3164")]
    [InlineData("\u265A")]
    [InlineData("a_b")]
    [InlineData("a!")]
    [InlineData("a\u2014b")]
    [InlineData("\u00BD")]
    [InlineData("\uE000")]
    public void Rfc_5892_section_2_disallowed(string label) => AssertValid(label, isValid: false);

    // RFC 5892 §2.6: exceptions.
    [Theory]
    [InlineData("\u00DF", true)]
    [InlineData("\u03C2", true)]
    [InlineData("\u0627\u06FD\u0627", true)]
    [InlineData("\u0627\u06FE\u0627", true)]
    [InlineData("a\u0F0B", true)]
    [InlineData("\u3007", true)]
    [InlineData("\u0627\u0640", false)]
    [InlineData("\u07CA\u07FA", false)]
    [InlineData("\u3042\u302E", false)]
    [InlineData("\u3042\u302F", false)]
    [InlineData("\u3042\u3031", false)]
    [InlineData("\u3042\u3035", false)]
    [InlineData("\u3042\u303B", false)]
    public void Rfc_5892_section_2_6_exceptions(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.1: zero width non-joiner, behind a virama or between letters that join.
    [Theory]
    [InlineData("\u0915\u094D\u200C\u0937", true)]
    [InlineData("\u0628\u200C\u0628", true)] // D here D
    [InlineData("\u0628\u200C\u0627", true)] // D here R
    [InlineData("\u0628\u064B\u200C\u064B\u0627", true)] // transparent marks on both sides
    [InlineData("\u0627\u200C\u0628", false)] // R does not join what follows
    [InlineData("\u0628\u200C", false)]
    [InlineData("\u200C\u0628", false)]
    [InlineData("\u0915\u200C\u0937", false)]
    [InlineData("a\u200Cb", false)]
    public void Rfc_5892_section_a_1_zero_width_non_joiner(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.2: zero width joiner, behind a virama.
    [Theory]
    [InlineData("\u0915\u094D\u200D\u0937", true)]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB", true)]
    [InlineData("\u0915\u094D\u200D", true)]
    [InlineData("\u0915\u200D\u0937", false)]
    [InlineData("\u0628\u200D\u0628", false)]
    [InlineData("\u200D\u0915", false)]
    public void Rfc_5892_section_a_2_zero_width_joiner(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.3: middle dot between two l.
    [Theory]
    [InlineData("l\u00B7l", true)]
    [InlineData("col\u00B7lecci\u00F3", true)]
    [InlineData("L\u00B7L", true)]
    [InlineData("l\u00B7", false)]
    [InlineData("\u00B7l", false)]
    [InlineData("l\u00B7a", false)]
    [InlineData("a\u00B7l", false)]
    [InlineData("l\u00B7\u00B7l", false)]
    public void Rfc_5892_section_a_3_middle_dot(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.4: lower numeral sign in front of Greek.
    [Theory]
    [InlineData("\u0375\u03B1", true)]
    [InlineData("\u03B1\u0375\u03B1", true)]
    [InlineData("\u0375", false)]
    [InlineData("\u03B1\u0375", false)]
    [InlineData("\u0375a", false)]
    public void Rfc_5892_section_a_4_greek_lower_numeral_sign(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.5 and §A.6: geresh and gershayim behind Hebrew.
    [Theory]
    [InlineData("\u05D0\u05F3\u05D0", true)]
    [InlineData("\u05D0\u05F4\u05D0", true)]
    [InlineData("\u05D0\u05F3", true)]
    [InlineData("\u05F3\u05D0", false)]
    [InlineData("\u05F4\u05D0", false)]
    [InlineData("\u0627\u05F3", false)]
    [InlineData("a\u05F4", false)]
    public void Rfc_5892_section_a_5_and_a_6_geresh_and_gershayim(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.7: Katakana middle dot in a label with Hiragana, Katakana or Han.
    [Theory]
    [InlineData("\u30FB\u30A2", true)]
    [InlineData("a\u30FB\u3042", true)]
    [InlineData("\u4E00\u30FBa", true)]
    [InlineData("\u30FB", false)]
    [InlineData("a\u30FBb", false)]
    [InlineData("\uAC00\u30FB", false)]
    public void Rfc_5892_section_a_7_katakana_middle_dot(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5892 §A.8 and §A.9: digits of one kind.
    [Theory]
    [InlineData("\u0627\u0660\u0669", true)]
    [InlineData("\u0627\u06F0\u06F9", true)]
    [InlineData("\u0627\u0660\u06F0", false)]
    [InlineData("\u0627\u06F9\u0669", false)]
    public void Rfc_5892_section_a_8_and_a_9_arabic_indic_digits(string label, bool isValid) => AssertValid(label, isValid);

    // RFC 5893 §2, by the number of the rule.
    [Theory]
    [InlineData(1, "\u05D0", true)]
    [InlineData(1, "\u0627\u0628", true)]
    [InlineData(1, "1\u05D0", false)]
    [InlineData(1, "\u0661\u0627", false)]
    [InlineData(1, "\u06F1\u0627", false)]
    [InlineData(2, "\u05D0a\u05D0", false)]
    [InlineData(2, "\u05D0-\u05D0", true)]
    [InlineData(2, "\u05D01\u05D0", true)]
    [InlineData(2, "\u05D0\u03B1", false)]
    [InlineData(3, "\u05D0\u05D1", true)]
    [InlineData(3, "\u05D01", true)]
    [InlineData(3, "\u0627\u0661", true)]
    [InlineData(3, "\u05D0\u05B8", true)]
    [InlineData(3, "\u05D01\u05B8\u05B8", true)]
    [InlineData(4, "\u05D01\u0661", false)]
    [InlineData(4, "\u0627\u0661\u06F1", false)]
    [InlineData(4, "\u06271\u06281", true)]
    [InlineData(5, "a\u05D0", false)]
    [InlineData(5, "a\u05D0b", false)]
    [InlineData(5, "a\u0661", false)]
    [InlineData(6, "a1", true)]
    [InlineData(6, "a\u0301", true)]
    public void Rfc_5893_section_2_rule(int rule, string label, bool isValid)
    {
        // A right-to-left neighbour puts every label under the rules.
        Assert.True(isValid == Domainpart.TryPrepare(label + ".\u05D0", out _), $"rule {rule}: {label}");
    }

    private static void AssertValid(string name, bool isValid) => Assert.Equal(isValid, Domainpart.TryPrepare(name, out _));

    private static void AssertPrepared(string name, string prepared)
    {
        Assert.True(Domainpart.TryPrepare(name, out string? actual));
        Assert.Equal(prepared, actual);
    }
}
