using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meerkat.Engine.Sasl;

/// <summary>Puts the list of mechanisms together. A new mechanism is one file and one line here. At start-up.</summary>
internal sealed class SaslMechanismFactory(SaslSettings settings, SaslAccounts accounts, PasswordWorker worker)
{
    public Func<byte[]> CreateNonce { get; init; } = ScramNonce.Create;

    public IReadOnlyList<ICertificateAccounts> CertificateAccounts { get; init; } = [];

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public SaslMechanisms Create() => new([.. settings.Mechanisms.Select(Create)]);

    private SaslMechanism Create(SaslMechanismName name) => name switch
    {
        SaslMechanismName.External => new ExternalMechanism(settings.Verifiers, CertificateAccounts, Logger),
        SaslMechanismName.ScramSha512Plus => WithBinding(ScramHash.Sha512),
        SaslMechanismName.ScramSha256Plus => WithBinding(ScramHash.Sha256),
        SaslMechanismName.ScramSha1Plus => WithBinding(ScramHash.Sha1),
        SaslMechanismName.ScramSha512 => WithoutBinding(ScramHash.Sha512),
        SaslMechanismName.ScramSha256 => WithoutBinding(ScramHash.Sha256),
        SaslMechanismName.ScramSha1 => WithoutBinding(ScramHash.Sha1),
        SaslMechanismName.Plain => new PlainMechanism(accounts, worker),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such mechanism"),
    };

    private ScramMechanism WithBinding(ScramHash hash) => new(hash, accounts, CreateNonce)
    {
        HasChannelBinding = true,
        HasDowngradeProtection = settings.HasDowngradeProtection,
    };

    private ScramMechanism WithoutBinding(ScramHash hash) =>
        new(hash, accounts, CreateNonce) { HasDowngradeProtection = settings.HasDowngradeProtection };
}
