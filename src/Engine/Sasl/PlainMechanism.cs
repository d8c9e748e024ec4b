using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>PLAIN (RFC 4616). Immutable; any thread.</summary>
internal sealed class PlainMechanism(SaslAccounts accounts, PasswordWorker worker) : SaslMechanism
{
    public override ReadOnlySpan<byte> Name => "PLAIN"u8;

    public override bool IsOffered(in SaslConditions conditions, out SaslFailure refusal)
    {
        // RFC 6120 §6.5.4, §13.9.4
        refusal = SaslFailure.EncryptionRequired;
        return conditions.IsEncrypted || conditions.IsPlainAllowedUnencrypted;
    }

    public override SaslExchange Start(SaslMechanisms offeredAmong, in SaslConditions conditions, Jid host) =>
        new PlainExchange(accounts, worker, host);
}
