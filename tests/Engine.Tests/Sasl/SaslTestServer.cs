using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>
/// The mechanisms over a store with one account, juliet@capulet.example with the password r0m30. One per test.
/// </summary>
internal sealed class SaslTestServer : IDisposable
{
    public const string Password = "r0m30";

    public static readonly byte[] EndPointData = [1, 2, 3, 4];

    public static readonly Jid Host = Jid.Parse("capulet.example");

    public static readonly Jid Juliet = Jid.Parse("juliet@capulet.example");

    // Derived once: tests only read them.
    private static readonly Credentials _julietsKeys =
        ScramKeyDerivation.Derive(Password, ScramKeyDerivation.DefaultIterations);

    public SaslTestServer(string? serverNonce = null, byte[]? serverSecret = null, SaslSettings? settings = null)
    {
        Accounts = serverSecret is null ? new TestAccounts() : new TestAccounts { ServerSecret = serverSecret };
        Worker.Start();
        Accounts.Add("juliet@capulet.example", _julietsKeys);
        var decoys = new DecoyKeys(Accounts.ServerSecret, ScramKeyDerivation.DefaultIterations);
        Func<byte[]> createNonce = serverNonce is null
            ? ScramNonce.Create
            : () => Encoding.ASCII.GetBytes(serverNonce);
        // Most tests are about SCRAM itself.
        settings ??= new SaslSettings { HasDowngradeProtection = false };
        Mechanisms = new SaslMechanismFactory(settings, new SaslAccounts(Accounts, decoys), Worker) { CreateNonce = createNonce }.Create();
    }

    public static SaslConditions Tls { get; } = new() { IsEncrypted = true };

    public static SaslConditions TlsWithBinding { get; } = new()
    {
        IsEncrypted = true,
        ChannelBindings = new ChannelBindings(
            new ChannelBindingData(ChannelBindingType.Exporter, new byte[] { 9, 8, 7 }),
            new ChannelBindingData(ChannelBindingType.ServerEndPoint, EndPointData)),
    };

    public TestAccounts Accounts { get; }

    public PasswordWorker Worker { get; } = new(threads: 1, maxWaiting: 4);

    public SaslMechanisms Mechanisms { get; }

    public SaslExchange Start(string mechanism) => Start(mechanism, Tls);

    public SaslExchange Start(string mechanism, SaslConditions conditions) =>
        Mechanisms.TryStart(
            Encoding.ASCII.GetBytes(mechanism),
            in conditions,
            Host,
            out SaslExchange? exchange,
            out SaslFailure failure)
            ? exchange
            : throw new InvalidOperationException($"{mechanism} refused: {failure}");

    public void Dispose() => Worker.Dispose();
}
