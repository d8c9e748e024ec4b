using Meerkat.Engine.Storage;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>The mechanisms of this server, the strongest first. One per process; immutable, any thread.</summary>
public sealed class SaslMechanisms
{
    private readonly SaslMechanism[] _mechanisms;

    internal SaslMechanisms(params ReadOnlySpan<SaslMechanism> mechanisms) => _mechanisms = mechanisms.ToArray();

    /// <param name="store">Where the accounts are.</param>
    /// <param name="worker">Does the key derivations that PLAIN needs.</param>
    /// <param name="iterations">What new accounts get: unknown users are answered with it too.</param>
    public static async ValueTask<SaslMechanisms> CreateAsync(
        IAccountStore store, PasswordWorker worker, int iterations = ScramKeyDerivation.DefaultIterations)
    {
        byte[] serverSecret = await store.GetServerSecretAsync().ConfigureAwait(false);
        return Create(new SaslAccounts(store, new DecoyKeys(serverSecret, iterations)), worker, ScramNonce.Create);
    }

    // The list is the order of preference. A new mechanism is one file and one line here.
    internal static SaslMechanisms Create(SaslAccounts accounts, PasswordWorker worker, Func<byte[]> createNonce) =>
        new(
            ScramMechanism.WithBinding(ScramHash.Sha512, accounts, createNonce),
            ScramMechanism.WithBinding(ScramHash.Sha256, accounts, createNonce),
            ScramMechanism.WithBinding(ScramHash.Sha1, accounts, createNonce),
            ScramMechanism.WithoutBinding(ScramHash.Sha512, accounts, createNonce),
            ScramMechanism.WithoutBinding(ScramHash.Sha256, accounts, createNonce),
            ScramMechanism.WithoutBinding(ScramHash.Sha1, accounts, createNonce),
            new PlainMechanism(accounts, worker));

    /// <summary>What a stream advertises, in order.</summary>
    internal IReadOnlyList<SaslMechanism> Offered(in SaslConditions conditions)
    {
        var offered = new List<SaslMechanism>(_mechanisms.Length);
        foreach (SaslMechanism mechanism in _mechanisms)
        {
            if (mechanism.IsOffered(in conditions, out _))
                offered.Add(mechanism);
        }

        return offered;
    }

    /// <summary>The types that XEP-0440 advertises: none unless a mechanism is offered that can use them.</summary>
    internal ReadOnlySpan<ChannelBindingType> OfferedChannelBindings(in SaslConditions conditions)
    {
        foreach (SaslMechanism mechanism in _mechanisms)
        {
            if (mechanism.HasChannelBinding && mechanism.IsOffered(in conditions, out _))
                return conditions.ChannelBindings.Types;
        }

        return [];
    }

    /// <summary>Starts an attempt; the caller owns the exchange. False with the failure to report if the mechanism is
    /// unknown or not offered under these conditions.</summary>
    internal bool TryStart(
        ReadOnlySpan<byte> name,
        in SaslConditions conditions,
        Jid host,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SaslExchange? exchange,
        out SaslFailure failure)
    {
        exchange = null;
        failure = SaslFailure.InvalidMechanism;
        foreach (SaslMechanism mechanism in _mechanisms)
        {
            if (!name.SequenceEqual(mechanism.Name))
                continue;
            if (!mechanism.IsOffered(in conditions, out failure))
                return false;

            exchange = mechanism.Start(this, in conditions, host);
            return true;
        }

        return false;
    }
}
