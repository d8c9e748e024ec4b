using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>A subjectAltName extension, written by hand: the framework's builder writes only what is right. One thread.</summary>
internal sealed class TestNames
{
    private const string XmppAddress = "1.3.6.1.5.5.7.8.5";
    private const string ServiceName = "1.3.6.1.5.5.7.8.7";

    private static readonly Asn1Tag _explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly List<byte[]> _names = [];

    public int Count => _names.Count;

    public static TestNames Of(params string[] xmppAddresses)
    {
        var names = new TestNames();
        foreach (string address in xmppAddresses) names.Xmpp(address);
        return names;
    }

    public TestNames Xmpp(string address) => Other(XmppAddress, writer => writer.WriteCharacterString(UniversalTagNumber.UTF8String, address));

    public TestNames XmppAs(UniversalTagNumber type, string address) => Other(XmppAddress, writer => writer.WriteCharacterString(type, address));

    public TestNames XmppRaw(params byte[] value) => Other(XmppAddress, writer => writer.WriteEncodedValue(value));

    public TestNames Service(string name) => Other(ServiceName, writer => writer.WriteCharacterString(UniversalTagNumber.IA5String, name));

    public TestNames OtherKind(string text) =>
        Other("1.3.6.1.4.1.311.20.2.3", writer => writer.WriteCharacterString(UniversalTagNumber.UTF8String, text));

    public TestNames Dns(string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
        return Raw(writer.Encode());
    }

    public TestNames Raw(byte[] name)
    {
        _names.Add(name);
        return this;
    }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (byte[] name in _names) writer.WriteEncodedValue(name);
        }

        return writer.Encode();
    }

    public X509Extension ToExtension() => new("2.5.29.17", Encode(), critical: false);

    private TestNames Other(string type, Action<AsnWriter> writeValue)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(_explicit))
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSequence(_explicit)) writeValue(writer);
        }

        return Raw(writer.Encode());
    }
}
