using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>SCRAM with one hash (RFC 5802, RFC 7677), with or without channel binding. Immutable; any thread.</summary>
internal sealed class ScramMechanism : SaslMechanism
{
    private ScramMechanism(ScramHash hash, SaslAccounts accounts, Func<byte[]> createNonce, bool hasChannelBinding)
    {
        Hash = hash;
        Accounts = accounts;
        CreateNonce = createNonce;
        HasChannelBinding = hasChannelBinding;
    }

    public ScramHash Hash { get; }

    public SaslAccounts Accounts { get; }

    /// <summary>Gives the server's part of a nonce: printable ASCII without a comma.</summary>
    public Func<byte[]> CreateNonce { get; }

    public override bool HasChannelBinding { get; }

    public override ReadOnlySpan<byte> Name => HasChannelBinding ? Hash.NameWithBinding : Hash.Name;

    public static ScramMechanism WithBinding(ScramHash hash, SaslAccounts accounts, Func<byte[]> createNonce) =>
        new(hash, accounts, createNonce, hasChannelBinding: true);

    public static ScramMechanism WithoutBinding(ScramHash hash, SaslAccounts accounts, Func<byte[]> createNonce) =>
        new(hash, accounts, createNonce, hasChannelBinding: false);

    public override bool IsOffered(in SaslConditions conditions, out SaslFailure refusal)
    {
        refusal = SaslFailure.InvalidMechanism;
        return !HasChannelBinding || (conditions.IsEncrypted && !conditions.ChannelBindings.Types.IsEmpty);
    }

    public override SaslExchange Start(SaslMechanisms offeredAmong, in SaslConditions conditions, Jid host)
    {
        ScramBindingRule rule = ScramBindingRule.Required;
        if (!HasChannelBinding)
        {
            rule = offeredAmong.OfferedChannelBindings(in conditions).IsEmpty
                ? ScramBindingRule.NotOffered
                : ScramBindingRule.OfferedNotChosen;
        }

        return new ScramExchange(this, rule, conditions.ChannelBindings, host);
    }
}
