using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>SCRAM with one hash (RFC 5802, RFC 7677), with or without channel binding. Immutable; any thread.</summary>
/// <param name="hash">Which of the accounts' keys.</param>
/// <param name="accounts">Finds them.</param>
/// <param name="createNonce">Gives the server's part of a nonce: printable ASCII without a comma.</param>
internal sealed class ScramMechanism(ScramHash hash, SaslAccounts accounts, Func<byte[]> createNonce) : SaslMechanism
{
    public ScramHash Hash => hash;

    public SaslAccounts Accounts => accounts;

    public Func<byte[]> CreateNonce => createNonce;

    public override bool HasChannelBinding { get; init; }

    /// <summary>XEP-0474</summary>
    public bool HasDowngradeProtection { get; init; }

    public override ReadOnlySpan<byte> Name => HasChannelBinding ? Hash.NameWithBinding : Hash.Name;

    public override bool IsOffered(in SaslConditions conditions, out SaslFailure refusal)
    {
        refusal = SaslFailure.InvalidMechanism;
        return !HasChannelBinding || (conditions.IsEncrypted && !conditions.ChannelBindings.Types.IsEmpty);
    }

    public override SaslExchange Start(SaslMechanisms offeredAmong, in SaslConditions conditions, Jid host)
    {
        var offeredBindings = offeredAmong.OfferedChannelBindings(in conditions);
        ScramBindingRule rule = ScramBindingRule.Required;
        if (!HasChannelBinding)
            rule = offeredBindings.IsEmpty ? ScramBindingRule.NotOffered : ScramBindingRule.OfferedNotChosen;

        byte[] offer = HasDowngradeProtection
            ? ScramDowngradeProtection.Compute(Hash, offeredAmong.Offered(in conditions), offeredBindings)
            : [];
        return new ScramExchange(this, rule, conditions.ChannelBindings, host) { HashOfOffer = offer };
    }
}
