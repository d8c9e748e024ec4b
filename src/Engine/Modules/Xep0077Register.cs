using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>
/// Makes accounts for clients where that is open, and lets users change their password or cancel their account
/// (XEP-0077). Any turn; keys are derived on the password worker.
/// </summary>
[Xep("0077", "2.4")]
public sealed class Xep0077Register(
    EngineServices services, SubscriptionService subscriptions, RegistrationOptions options)
    : IModule, IIqHandler, IStreamFeature
{
    private const string Namespace = "jabber:iq:register";

    private bool IsOpen => options.Policy == RegistrationPolicy.Open;

    public void Register(ModuleBuilder builder)
    {
        builder
            .HandleServerIq(StanzaType.Get, "query", Namespace, this)
            .HandleServerIq(StanzaType.Set, "query", Namespace, this)
            .HandleAccountIq(StanzaType.Get, "query", Namespace, this)
            .HandleAccountIq(StanzaType.Set, "query", Namespace, this)
            .HandlePreAuthenticationIq(StanzaType.Get, "query", Namespace, this)
            .HandlePreAuthenticationIq(StanzaType.Set, "query", Namespace, this)
            .AddServerFeature(Namespace);
        if (IsOpen) builder.AddStreamFeature(this);
    }

    public void Write(ref XmlWriter writer, StreamPhase phase)
    {
        if (phase == StreamPhase.BeforeAuthentication)
        {
            writer.Empty("register"u8, "http://jabber.org/features/iq-register"u8);
        }
    }

    public ValueTask<StanzaError?> HandleAsync(IqRequest request)
    {
        if (request.Session is not null) return HandleUserAsync(request);
        // Of whom there is no account, such as a component.
        if (request.Stanza.Route.Origin != StanzaOrigin.UnauthenticatedClient) return ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);
        // §3.1: on a stream that has not authenticated.
        if (!IsOpen) return ValueTask.FromResult<StanzaError?>(StanzaError.NotAllowed.Because("Registration is closed."));

        return request.Type == StanzaType.Get ? WriteForm(request) : CreateAsync(request);
    }

    private ValueTask<StanzaError?> HandleUserAsync(IqRequest request)
    {
        if (!IsOwnHost(request)) return ValueTask.FromResult<StanzaError?>(StanzaError.Forbidden);
        if (request.Type == StanzaType.Get) return WriteRegistered(request);

        return request.Payload.TryGetChild("remove"u8, "jabber:iq:register"u8, out _)
            ? CancelAsync(request)
            : ChangePasswordAsync(request);
    }

    /// <summary>To the user's own server or account.</summary>
    private static bool IsOwnHost(IqRequest request) =>
        request.IsOwnAccount || request.Account.Utf8.SequenceEqual(request.From.Domain);

    private static ValueTask<StanzaError?> WriteForm(IqRequest request)
    {
        var writer = request.Reply();
        writer.Start("query"u8, "jabber:iq:register"u8);
        writer.Element("instructions"u8, "Choose a user name and a password."u8);
        writer.Empty("username"u8);
        writer.Empty("password"u8);
        writer.End("query"u8);
        return ValueTask.FromResult<StanzaError?>(null);
    }

    private static ValueTask<StanzaError?> WriteRegistered(IqRequest request)
    {
        var writer = request.Reply();
        writer.Start("query"u8, "jabber:iq:register"u8);
        writer.Empty("registered"u8);
        writer.Element("username"u8, request.From.Local);
        writer.Empty("password"u8);
        writer.End("query"u8);
        return ValueTask.FromResult<StanzaError?>(null);
    }

    private async ValueTask<StanzaError?> CreateAsync(IqRequest request)
    {
        if (!TryReadField(request, "username"u8, out var username) || !TryReadField(request, "password"u8, out var password))
        {
            return StanzaError.NotAcceptable.Because("A user name and a password are needed.");
        }

        if (!Jid.TryParse($"{username}@{request.Host.Domain}", out var account) || !account.HasLocal || account.IsFull)
        {
            return StanzaError.NotAcceptable.Because("That user name cannot be used.");
        }

        // Before anything is said of the account.
        if (!services.Access.MayRegister(account, request.Sender.Address))
        {
            services.Metrics.AccessDenied(AccessOptions.Registration);
            return StanzaError.NotAllowed.Because("You may not register this account here.");
        }

        if (await services.Stores.Accounts.ExistsAsync(account).ConfigureAwait(false)) return StanzaError.Conflict;
        if (!services.Registrations.TryTake(request.Sender.Address, options.Interval, services.Time.GetUtcNow()))
        {
            return StanzaError.ResourceConstraint.Because("Too many registrations from your address.");
        }

        if (!services.Passwords.TryRun(() => Derive(password), out var derivation)) return StanzaError.ResourceConstraint;
        if (await derivation.ConfigureAwait(false) is not { } credentials) return UnusablePassword;

        return await services.Stores.Accounts.CreateAsync(account, credentials).ConfigureAwait(false)
            ? null
            : StanzaError.Conflict;
    }

    private async ValueTask<StanzaError?> ChangePasswordAsync(IqRequest request)
    {
        if (!TryReadField(request, "username"u8, out var username) || !TryReadField(request, "password"u8, out var password))
        {
            return StanzaError.BadRequest;
        }

        // §3.3: only one's own.
        var own = request.From.Bare;
        if (!Jid.TryParse($"{username}@{request.Host.Domain}", out var account) || !account.Equals(own))
        {
            return StanzaError.NotAllowed;
        }

        if (!services.Passwords.TryRun(() => Derive(password), out var derivation)) return StanzaError.ResourceConstraint;
        if (await derivation.ConfigureAwait(false) is not { } credentials) return UnusablePassword;

        return await services.Stores.Accounts.SetCredentialsAsync(own, credentials).ConfigureAwait(false)
            ? null
            : StanzaError.ItemNotFound;
    }

    /// <summary>§3.2: contacts lose the subscriptions, the account is removed, and its sessions end.</summary>
    private async ValueTask<StanzaError?> CancelAsync(IqRequest request)
    {
        var account = request.From.Bare;
        var roster = await services.Rosters.GetAsync(account).ConfigureAwait(false);
        foreach (var item in roster.Items) await subscriptions.RemoveAsync(request.From, item.Contact).ConfigureAwait(false);

        if (!await services.Stores.Accounts.RemoveAsync(account).ConfigureAwait(false)) return StanzaError.ItemNotFound;

        // The result is on its way before the streams end, since both go through the same outbox in order.
        request.AfterReply = turn => CloseSessions(turn, account);
        return null;
    }

    private void CloseSessions(Turn turn, Jid account)
    {
        foreach (var session in services.Sessions.Find(account.Utf8)?.Sessions ?? [])
        {
            session.Close(turn, CloseReason.Kicked);
        }
    }

    private Credentials? Derive(string password) =>
        ScramKeyDerivation.TryDerive(password, services.ScramIterations, out var credentials) ? credentials : null;

    private static StanzaError UnusablePassword =>
        StanzaError.NotAcceptable.Because("The password is empty or has characters that are not allowed.");

    private static bool TryReadField(IqRequest request, ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? value)
    {
        value = request.Payload.TryGetChild(name, "jabber:iq:register"u8, out var field) ? field.Text.ToString() : null;
        return !string.IsNullOrEmpty(value);
    }
}
