using System.Formats.Asn1;

namespace Meerkat.Engine.Tls;

/// <summary>
/// Reads the names out of a subjectAltName extension (RFC 5280 §4.2.1.6). Names of kinds that are not known are passed over,
/// names of known kinds that cannot be read are skipped and counted. A local of its one caller.
/// </summary>
internal sealed class AlternativeNames
{
    private const string XmppAddress = "1.3.6.1.5.5.7.8.5"; // id-on-xmppAddr
    private const string ServiceName = "1.3.6.1.5.5.7.8.7"; // id-on-dnsSRV

    private static readonly Asn1Tag _otherName = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag _dnsName = new(TagClass.ContextSpecific, 2);

    public List<string> XmppAddresses { get; } = [];

    public List<string> ServiceNames { get; } = [];

    public List<string> DnsNames { get; } = [];

    /// <summary>Names that could not be read.</summary>
    public int Skipped { get; private set; }

    /// <summary>False if there are too many names.</summary>
    /// <exception cref="AsnContentException">This is no list of names.</exception>
    public bool TryRead(ReadOnlyMemory<byte> extension)
    {
        var outer = new AsnReader(extension, AsnEncodingRules.DER);
        AsnReader names = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        for (int count = 0; names.HasData; count++)
        {
            if (count == CertificateIdentities.MaxNames) return false;

            ReadName(names.PeekTag(), names.ReadEncodedValue());
        }

        return true;
    }

    private void ReadName(Asn1Tag tag, ReadOnlyMemory<byte> name)
    {
        try
        {
            var reader = new AsnReader(name, AsnEncodingRules.DER);
            if (tag.HasSameClassAndValue(_otherName)) ReadOtherName(reader.ReadSequence(_otherName));
            else if (tag.HasSameClassAndValue(_dnsName)) Add(DnsNames, reader.ReadCharacterString(UniversalTagNumber.IA5String, _dnsName));
        }
        catch (AsnContentException)
        {
            Skipped++;
        }
    }

    // OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
    private void ReadOtherName(AsnReader name)
    {
        string type = name.ReadObjectIdentifier();
        if (type is not (XmppAddress or ServiceName)) return;

        AsnReader value = name.ReadSequence(_otherName);
        name.ThrowIfNotEmpty();
        // RFC 6120 §13.7.1.4: UTF8String, and no other; RFC 4985 §2: IA5String.
        string text = value.ReadCharacterString(
            type == XmppAddress ? UniversalTagNumber.UTF8String : UniversalTagNumber.IA5String);
        value.ThrowIfNotEmpty();
        Add(type == XmppAddress ? XmppAddresses : ServiceNames, text);
    }

    private void Add(List<string> names, string name)
    {
        if (name.Length == 0 || name.Contains('\0')) Skipped++;
        else names.Add(name);
    }
}
