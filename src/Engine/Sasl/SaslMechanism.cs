using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>A SASL mechanism as the server knows it: a name, when it is offered, and how an attempt starts.
/// Listed in <see cref="SaslMechanisms"/>; immutable, any thread.</summary>
internal abstract class SaslMechanism
{
    /// <summary>As registered with IANA, upper-case.</summary>
    public abstract ReadOnlySpan<byte> Name { get; }

    /// <summary>The same as text, for figures.</summary>
    public string Label => field ??= Encoding.ASCII.GetString(Name);

    /// <summary>True if it binds the attempt to the TLS channel: a -PLUS mechanism.</summary>
    public virtual bool HasChannelBinding { get; init; }

    /// <summary>The method that has to be enabled for it.</summary>
    public virtual AuthenticationMethods Method => AuthenticationMethods.Internal;

    /// <summary>If false, <paramref name="refusal"/> is what a peer that tries it all the same is told.</summary>
    public abstract bool IsOffered(in SaslConditions conditions, out SaslFailure refusal);

    /// <param name="offeredAmong">The list it was offered in, to tell downgrades.</param>
    /// <param name="conditions">Those it was offered under.</param>
    /// <param name="host">The domain the stream is for; accounts are looked up there.</param>
    public abstract SaslExchange Start(SaslMechanisms offeredAmong, in SaslConditions conditions, Jid host);
}
