using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>What holds for every client stream.</summary>
public sealed record ClientStreamOptions
{
    public StartTlsPolicy StartTls { get; init; } = StartTlsPolicy.Required;

    /// <summary>Lets SASL PLAIN be used without TLS. For a trusted network only (RFC 6120 §13.9.1).</summary>
    public bool AllowPlainWithoutTls { get; init; }

    /// <summary>From accept to a bound resource. 60 s is what MongooseIM 2.2 allows for opening a stream.</summary>
    public TimeSpan NegotiationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed authentications on one stream. RFC 6120 §6.4.5 asks for between 2 and 5 retries.</summary>
    public int MaxAuthenticationAttempts { get; init; } = 3;

    /// <summary>Resources of one account bound at once; one more ends the oldest. 10 is MongooseIM's and ejabberd's.</summary>
    public int MaxSessionsPerUser { get; init; } = 10;

    /// <summary>What happens to a resource that is bound again.</summary>
    public ResourceConflictPolicy Conflict { get; init; }

    public XmlLimits Xml { get; init; } = XmlLimits.Default;
}
