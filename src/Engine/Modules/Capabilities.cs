using System.Security.Cryptography;
using System.Text;

namespace Meerkat.Engine.Modules;

/// <summary>The capabilities hash of one disco#info answer (XEP-0115 §5.1). Made once the features are complete; immutable.</summary>
public sealed class Capabilities
{
    /// <summary>XEP-0115 §4: a URI that names the software.</summary>
    public const string Node = "urn:meerkat";

    public Capabilities(FeatureList features)
    {
        Version = Convert.ToBase64String(Hash(Encoding.UTF8.GetBytes(VerificationString(features))));
        NodeWithVersion = Encoding.UTF8.GetBytes($"{Node}#{Version}");
    }

    /// <summary>The <c>ver</c> attribute.</summary>
    public string Version { get; }

    /// <summary>The disco node that stands for these capabilities.</summary>
    public byte[] NodeWithVersion { get; }

    /// <summary>§5.1 steps 2 to 5: sorted by bytes; names have no <c>xml:lang</c> here.</summary>
    private static string VerificationString(FeatureList features)
    {
        var text = new StringBuilder();
        var identities = features.Identities.Select(i => $"{i.Category}/{i.Type}//{i.Name}<");
        foreach (var identity in identities.Order(StringComparer.Ordinal)) text.Append(identity);
        foreach (var feature in features.Features) text.Append(feature).Append('<');
        return text.ToString();
    }

    // §5.1 makes SHA-1 the one that everybody must understand. It guards no secret here.
#pragma warning disable CA5350
    private static byte[] Hash(byte[] bytes) => SHA1.HashData(bytes);
#pragma warning restore CA5350
}
