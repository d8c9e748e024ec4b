using System.Text;
using Meerkat.Engine.Diagnostics;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// One EXTERNAL attempt: one message, the account that the client wants to be, or nothing. Owned by the stream; called on its
/// turn.
/// </summary>
internal sealed class ExternalExchange(ExternalMechanism mechanism, CertificateCredentials credentials, long connectionId)
    : SaslExchange
{
    // RFC 6120 §6.4.2 would have us ask with an empty challenge. Nothing to say is what most clients mean by it, so it is taken
    // for that; MongooseIM does the same.
    protected override bool AsksForInitialResponse => false;

    protected override ValueTask<SaslStep> NextAsync(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty) return VerifyAsync(credentials);

        return TryParse(message, out Jid? wanted)
            ? VerifyAsync(credentials with { AuthorizationId = wanted })
            : new(Refuse(CertificateLogin.Refuse(SaslFailure.InvalidAuthzid, "the client names something that is no account")));
    }

    // RFC 6120 §6.3.8: a bare JID. A resource is passed over, as MongooseIM does.
    private static bool TryParse(ReadOnlySpan<byte> message, out Jid? wanted)
    {
        bool isAccount = Jid.TryParse(message, out Jid? jid) && jid.HasLocal;
        wanted = isAccount ? jid!.Bare : null;
        return isAccount;
    }

    private async ValueTask<SaslStep> VerifyAsync(CertificateCredentials asked)
    {
        var login = CertificateLogin.Refuse(SaslFailure.NotAuthorized, "no verifier is configured");
        foreach (ICertificateVerifier verifier in mechanism.Verifiers)
        {
            login = await AskAsync(verifier, asked).ConfigureAwait(false);
            if (login.Localpart is not { } localpart) continue;

            return await AdmitAsync(localpart, verifier).ConfigureAwait(false);
        }

        return Refuse(login);
    }

    private async ValueTask<CertificateLogin> AskAsync(ICertificateVerifier verifier, CertificateCredentials asked)
    {
        try
        {
            return await verifier.VerifyAsync(asked).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Somebody's own code: whatever it does wrong, the client is not let in and the server goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            SaslLog.VerifierFailed(mechanism.Logger, e, verifier.Name);
            return CertificateLogin.Refuse(SaslFailure.NotAuthorized, $"the verifier {verifier.Name} has failed");
        }
    }

    private async ValueTask<SaslStep> AdmitAsync(string localpart, ICertificateVerifier verifier)
    {
        if (SaslAccounts.Prepare(Encoding.UTF8.GetBytes(localpart), credentials.Host) is not { } account)
            return Refuse(CertificateLogin.Refuse(SaslFailure.NotAuthorized, "what it maps to is no localpart"));

        // Before an account is made for it.
        if (!MayLogIn(account)) return Deny(account);

        foreach (ICertificateAccounts accounts in mechanism.Accounts)
        {
            if (!await accounts.AcceptsAsync(account, credentials.Certificate).ConfigureAwait(false)) continue;

            SaslLog.CertificateAccepted(
                mechanism.Logger, connectionId, account, verifier.Name, SubjectOf(), credentials.Certificate.SerialNumber, IssuerOf());
            return Succeed(null, account);
        }

        return Refuse(CertificateLogin.Refuse(SaslFailure.NotAuthorized, "what it maps to may not log in"));
    }

    private SaslStep Refuse(CertificateLogin login)
    {
        string reason = credentials.Identities.Fault is { } fault ? $"{login.Reason} ({fault})" : login.Reason;
        SaslLog.CertificateRefused(
            mechanism.Logger, connectionId, SubjectOf(), credentials.Certificate.SerialNumber, IssuerOf(), reason);
        return Fail(login.Failure);
    }

    private string SubjectOf() => LogText.Of(credentials.Certificate.Subject);

    private string IssuerOf() => LogText.Of(credentials.Certificate.Issuer);
}
