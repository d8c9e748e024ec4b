using Meerkat.Engine.Storage;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Sasl;

/// <summary>The mechanisms of this server, in the order of preference. One per process; immutable, any thread.</summary>
public sealed class SaslMechanisms
{
    /// <summary>The label of every name that is none of a mechanism here: a peer cannot make up another.</summary>
    public const string UnknownLabel = "unknown";

    private readonly SaslMechanism[] _mechanisms;

    internal SaslMechanisms(params ReadOnlySpan<SaslMechanism> mechanisms) => _mechanisms = mechanisms.ToArray();

    /// <param name="store">Where the accounts are.</param>
    /// <param name="worker">Does the key derivations that PLAIN needs.</param>
    /// <param name="settings">Which mechanisms, and how they work.</param>
    /// <param name="logger">Told of logins by certificate, and why others were refused.</param>
    public static async ValueTask<SaslMechanisms> CreateAsync(
        IAccountStore store, PasswordWorker worker, SaslSettings settings, ILogger<SaslMechanisms> logger)
    {
        byte[] serverSecret = await store.GetServerSecretAsync().ConfigureAwait(false);
        var decoys = new DecoyKeys(serverSecret, settings.ScramIterations);
        return new SaslMechanismFactory(settings, new SaslAccounts(store, decoys), worker)
        {
            CertificateAccounts = [new PkiAccounts(store, settings.ScramIterations)],
            Logger = logger,
        }.Create();
    }

    /// <summary>What a stream advertises, in order.</summary>
    internal IReadOnlyList<SaslMechanism> Offered(in SaslConditions conditions)
    {
        var offered = new List<SaslMechanism>(_mechanisms.Length);
        foreach (SaslMechanism mechanism in _mechanisms)
        {
            if (IsOffered(mechanism, in conditions, out _))
                offered.Add(mechanism);
        }

        return offered;
    }

    /// <summary>The types that XEP-0440 advertises: none unless a mechanism is offered that can use them.</summary>
    internal ReadOnlySpan<ChannelBindingType> OfferedChannelBindings(in SaslConditions conditions)
    {
        foreach (SaslMechanism mechanism in _mechanisms)
        {
            if (mechanism.HasChannelBinding && IsOffered(mechanism, in conditions, out _))
                return conditions.ChannelBindings.Types;
        }

        return [];
    }

    /// <summary>How figures call the mechanism that a peer has named.</summary>
    internal string LabelOf(ReadOnlySpan<byte> name)
    {
        foreach (SaslMechanism mechanism in _mechanisms)
        {
            if (name.SequenceEqual(mechanism.Name))
                return mechanism.Label;
        }

        return UnknownLabel;
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
            if (!IsOffered(mechanism, in conditions, out failure))
                return false;

            exchange = mechanism.Start(this, in conditions, host);
            exchange.Conditions = conditions;
            return true;
        }

        return false;
    }

    private static bool IsOffered(SaslMechanism mechanism, in SaslConditions conditions, out SaslFailure refusal)
    {
        refusal = SaslFailure.InvalidMechanism;
        return (mechanism.Method & conditions.Methods) != 0 && mechanism.IsOffered(in conditions, out refusal);
    }
}
