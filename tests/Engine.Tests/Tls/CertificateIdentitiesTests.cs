using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class CertificateIdentitiesTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Names_of_every_kind_are_read_in_their_order()
    {
        TestNames names = TestNames.Of("juliet@capulet.example", "jülia@capulet.example")
            .Dns("capulet.example").Dns("*.capulet.example").Service("_xmpp-server.capulet.example").OtherKind("x");

        CertificateIdentities identities = Read("CN=juliet,O=Capulet", names);

        Assert.Equal(["juliet@capulet.example", "jülia@capulet.example"], identities.XmppAddresses);
        Assert.Equal(["capulet.example", "*.capulet.example"], identities.DnsNames);
        Assert.Equal(["_xmpp-server.capulet.example"], identities.ServiceNames);
        Assert.Equal("juliet", identities.CommonName);
        Assert.Null(identities.Fault);
    }

    [Fact]
    public void Certificate_without_names_has_none()
    {
        CertificateIdentities identities = Read("O=Capulet", new TestNames());

        Assert.Equal(new CertificateIdentities(), identities);
    }

    [Fact] // Acceptance case 46
    public void Case_46_address_of_another_string_type_is_skipped_and_the_others_are_used()
    {
        TestNames names = new TestNames().XmppAs(UniversalTagNumber.IA5String, "a@example.org")
            .XmppAs(UniversalTagNumber.BMPString, "b@example.org").Xmpp("c@example.org");

        CertificateIdentities identities = Read("CN=x", names);

        Assert.Equal(["c@example.org"], identities.XmppAddresses);
        Assert.Equal("2 of its names cannot be read", identities.Fault);
    }

    [Theory]
    [InlineData(new byte[] { 0x0C, 2, 0xC3, 0x28 })] // not UTF-8
    [InlineData(new byte[] { 0x0C, 3, 0xED, 0xA0, 0x80 })] // a surrogate
    [InlineData(new byte[] { 0x0C, 3, (byte)'a', 0, (byte)'b' })] // NUL
    [InlineData(new byte[] { 0x0C, 0 })] // empty
    [InlineData(new byte[] { 0x04, 1, (byte)'a' })] // OCTET STRING
    public void Address_that_cannot_be_read_is_skipped(byte[] value)
    {
        CertificateIdentities identities = Read("CN=x", new TestNames().XmppRaw(value).Xmpp("c@example.org"));

        Assert.Equal(["c@example.org"], identities.XmppAddresses);
        Assert.Equal("1 of its names cannot be read", identities.Fault);
    }

    [Fact]
    public void Domain_with_a_NUL_is_skipped()
    {
        CertificateIdentities identities = Read("CN=x", new TestNames().Dns("example.org\0.evil.example").Dns("b.example"));

        Assert.Equal(["b.example"], identities.DnsNames);
    }

    [Fact]
    public void As_many_names_as_are_allowed_are_read_and_not_one_more()
    {
        TestNames names = TestNames.Of([.. Enumerable.Range(0, CertificateIdentities.MaxNames).Select(i => $"u{i}@example.org")]);
        CertificateIdentities allowed = CertificateIdentities.ReadAlternativeNames(names.Encode());

        CertificateIdentities refused = CertificateIdentities.ReadAlternativeNames(names.Xmpp("more@example.org").Encode());

        Assert.Equal(CertificateIdentities.MaxNames, allowed.XmppAddresses.Count);
        Assert.Empty(refused.XmppAddresses);
        Assert.Equal("there are too many names", refused.Fault);
    }

    [Fact]
    public void List_of_names_that_is_too_long_is_not_looked_at()
    {
        byte[] list = TestNames.Of(new string('a', CertificateIdentities.MaxExtensionBytes)).Encode();

        CertificateIdentities identities = CertificateIdentities.ReadAlternativeNames(list);

        Assert.Empty(identities.XmppAddresses);
        Assert.Equal("the list of names is too long", identities.Fault);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x30, 0x80, 0x00, 0x00 })] // BER, not DER
    [InlineData(new byte[] { 0x30, 0x05, 0xA0 })] // cut off
    [InlineData(new byte[] { 0x04, 0x00 })]
    [InlineData(new byte[] { 0x30, 0x00, 0x00 })] // something behind it
    public void List_of_names_that_is_none_is_said_to_be_malformed(byte[] value)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", value, critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        CertificateIdentities identities = CertificateIdentities.Read(certificate);

        Assert.Empty(identities.XmppAddresses);
        Assert.Equal("the list of names is malformed", identities.Fault);
        Assert.Equal("x", identities.CommonName);
    }

    [Fact]
    public void Names_cut_or_changed_anywhere_never_throw_anything_but_malformed()
    {
        byte[] valid = TestNames.Of("a@example.org").Dns("example.org").Service("_x.example.org").Encode();
        Prop.ForAll(Gen.Choose(0, valid.Length - 1).Zip(Gen.Choose(0, 255)).ToArbitrary(), change =>
        {
            byte[] changed = [.. valid];
            changed[change.Item1] = (byte)change.Item2;
            TryRead(changed);
            TryRead(valid[..change.Item1]);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(UniversalTagNumber.UTF8String)]
    [InlineData(UniversalTagNumber.PrintableString)]
    [InlineData(UniversalTagNumber.IA5String)]
    [InlineData(UniversalTagNumber.T61String)]
    [InlineData(UniversalTagNumber.BMPString)]
    public void Common_name_is_read_from_every_string_type(UniversalTagNumber type)
    {
        string? name = CertificateIdentities.ReadCommonName(Subject(("2.5.4.10", type, "Capulet"), ("2.5.4.3", type, "juliet")));

        Assert.Equal("juliet", name);
    }

    [Fact]
    public void First_of_several_common_names_counts()
    {
        string? name = CertificateIdentities.ReadCommonName(
            Subject(("2.5.4.3", UniversalTagNumber.UTF8String, "first"), ("2.5.4.3", UniversalTagNumber.UTF8String, "second")));

        Assert.Equal("first", name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("juliet\0.evil")]
    public void Common_name_that_is_empty_or_has_a_NUL_is_none(string name)
    {
        Assert.Null(CertificateIdentities.ReadCommonName(Subject(("2.5.4.3", UniversalTagNumber.UTF8String, name))));
    }

    private static void TryRead(byte[] list)
    {
        try
        {
            CertificateIdentities.ReadAlternativeNames(list);
        }
        catch (AsnContentException)
        {
            // Read(certificate) turns it into a fault.
        }
    }

    private static byte[] Subject(params (string Type, UniversalTagNumber Tag, string Text)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((string type, UniversalTagNumber tag, string text) in attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(type);
                    writer.WriteCharacterString(tag, text);
                }
            }
        }

        return writer.Encode();
    }

    private CertificateIdentities Read(string subject, TestNames names)
    {
        using X509Certificate2 certificate = _authority.Issue(subject, names);
        return CertificateIdentities.Read(certificate);
    }
}
