using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Accounts and their passwords. Stateless; any thread.</summary>
internal static class AccountCommands
{
    // 128 bits, which nobody guesses.
    private const int RandomPasswordBytes = 16;

    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "The account.");
    private static readonly AdminParameter<string> _password = new("password", AdminTypes.Secret, "The password.");
    private static readonly AdminParameter<string> _newPassword = new("password", AdminTypes.Secret, "The new password.");
    private static readonly AdminParameter<Jid> _domain =
        new AdminParameter<Jid>("domain", AdminTypes.Domain, "Only accounts of this domain.").Optional();
    private static readonly AdminParameter<Jid> _after =
        new AdminParameter<Jid>("after", AdminTypes.Account, "Begin behind this account, in the order of the list.").Optional();
    private static readonly AdminParameter<int> _limit =
        new AdminParameter<int>("limit", AdminTypes.Number(1, int.MaxValue), "At most so many; all without it.").Optional();
    private static readonly AdminParameter<string> _reason =
        new AdminParameter<string>("reason", AdminTypes.Text, "What the user's sessions are told.").Optional();
    private static readonly AdminParameter<IReadOnlyList<string>> _accounts =
        new("accounts", AdminTypes.SecretLines, "Lines of user@domain,password; existing accounts get a new password.");
    private static readonly AdminParameter<int> _days = new("days", AdminTypes.Number(1, 36_500), "How many days make an account old.");
    private static readonly AdminParameter<int> _activeDays = new("days", AdminTypes.Number(1, 36_500), "How many days back to look.");
    private static readonly AdminParameter<Jid> _oneDomain = new("domain", AdminTypes.Domain, "The domain.");
    private static readonly AdminParameter<bool> _neverSeen = new AdminParameter<bool>(
        "never-seen", AdminTypes.Boolean, "Also accounts that never logged in, however new they are.").Optional();

    public static AdminCategory Category { get; } = new("account", "Accounts and their passwords.",
    [
        new("account", "register", "Add an account.")
        {
            Parameters = [_user, _password],
            IsChange = true,
            Aliases = [new("register user=USER@HOST")],
            Run = RegisterAsync,
        },
        new("account", "unregister", "Remove an account, with its roster, messages and all else it kept, and end its sessions.")
        {
            Parameters = [_user],
            IsChange = true,
            Aliases = [new("unregister user=USER@HOST")],
            Run = UnregisterAsync,
        },
        new("account", "list", "List accounts by domain and name.")
        {
            Parameters = [_domain, _after, _limit],
            Shape = AdminShape.ListOf("user", "The account."),
            Aliases = [new("registered_users domain=HOST")],
            Run = (admin, arguments) => new(AdminResult.Of(ListAsync(admin, arguments))),
        },
        new("account", "count", "Count accounts.")
        {
            Parameters = [_domain],
            Shape = AdminShape.Number,
            Run = async (admin, arguments) =>
                AdminResult.Of(await admin.Services.Stores.Accounts.CountAsync(DomainOf(arguments)).ConfigureAwait(false)),
        },
        new("account", "check", "Say whether an account exists.")
        {
            Parameters = [_user],
            Aliases = [new("check_account user=USER@HOST")],
            Run = CheckAsync,
        },
        new("account", "check-password", "Say whether an account exists and has this password.")
        {
            Parameters = [_user, _password],
            Aliases = [new("check_password user=USER@HOST")],
            Run = CheckPasswordAsync,
        },
        new("account", "change-password", "Change the password of an account. Its sessions go on.")
        {
            Parameters = [_user, _newPassword],
            IsChange = true,
            Aliases = [new("change_password user=USER@HOST")],
            Run = ChangePasswordAsync,
        },
        new("account", "ban", "Give an account a random password that nobody knows, and end its sessions.")
        {
            Parameters = [_user, _reason],
            IsChange = true,
            Aliases = [new("ban_account user=USER@HOST reason=REASON")],
            Run = BanAsync,
        },
        new("account", "import", "Add many accounts, and set the passwords of those that exist: all of them, or none if any line is wrong.")
        {
            Parameters = [_accounts],
            IsChange = true,
            Level = AdminLevel.Server,
            Run = ImportAsync,
        },
        new("account", "count-active", "Count accounts that are connected or were so in the last days.")
        {
            Parameters = [_oneDomain, _activeDays],
            Shape = AdminShape.Number,
            Aliases = [new("num_active_users domain=HOST days=DAYS")],
            Run = CountActiveAsync,
        },
        new("account", "delete-old", "Remove accounts that have not been connected for some days.")
        {
            Parameters = [_days, _domain, _neverSeen],
            Shape = AdminShape.ListOf("user", "An account that was removed."),
            IsChange = true,
            Aliases = [new("delete_old_users days=DAYS"), new("delete_old_users_vhost domain=HOST days=DAYS")],
            Run = (admin, arguments) => new(AdminResult.Of(DeleteOldAsync(admin, arguments))),
        },
    ]);

    private static async ValueTask<AdminResult> RegisterAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var (credentials, refusal) = await admin.DeriveAsync(arguments.Require(_password)).ConfigureAwait(false);
        if (credentials is null) return refusal!;

        return await admin.Services.Stores.Accounts.CreateAsync(user, credentials).ConfigureAwait(false)
            ? AdminResult.Of($"{user} added")
            : AdminResult.Conflict($"{user} exists already");
    }

    private static async ValueTask<AdminResult> UnregisterAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        return await admin.RemoveAccountAsync(user).ConfigureAwait(false) ? AdminResult.Of($"{user} removed") : AdminContext.NoAccount(user);
    }

    private static async IAsyncEnumerable<object?[]> ListAsync(AdminContext admin, AdminArguments arguments)
    {
        var left = arguments.GetOr(_limit, int.MaxValue);
        await foreach (var account in admin.AccountsAsync(DomainOf(arguments), arguments.Get(_after)).ConfigureAwait(false))
        {
            if (left-- == 0) yield break;

            yield return [account.ToString()];
        }
    }

    private static async ValueTask<AdminResult> CheckAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        return await admin.Services.Stores.Accounts.ExistsAsync(user).ConfigureAwait(false)
            ? AdminResult.Of($"{user} exists")
            : AdminContext.NoAccount(user);
    }

    private static async ValueTask<AdminResult> CheckPasswordAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var password = arguments.Require(_password);
        var credentials = await admin.Services.Stores.Accounts.FindAsync(user).ConfigureAwait(false);
        if (credentials is null) return Wrong(user);
        if (!admin.Services.Passwords.TryRun(() => IsPassword(password, credentials), out var check)) return AdminContext.TooManyPasswords;

        return await check.ConfigureAwait(false) ? AdminResult.Of($"{user} has this password") : Wrong(user);
    }

    private static AdminResult Wrong(Jid user) =>
        AdminResult.NotFound($"{user} does not exist, or has another password");

    private static bool IsPassword(string password, Credentials credentials) =>
        SaslPrep.TryPrepareStored(password, out var prepared)
        && ScramKeyDerivation.Verify(ScramHash.Sha256, Encoding.UTF8.GetBytes(prepared), credentials.Sha256);

    private static async ValueTask<AdminResult> ChangePasswordAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var (credentials, refusal) = await admin.DeriveAsync(arguments.Require(_newPassword)).ConfigureAwait(false);
        if (credentials is null) return refusal!;

        return await admin.Services.Stores.Accounts.SetCredentialsAsync(user, credentials).ConfigureAwait(false)
            ? AdminResult.Of($"password of {user} changed")
            : AdminContext.NoAccount(user);
    }

    private static async ValueTask<AdminResult> BanAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomPasswordBytes));
        var (credentials, refusal) = await admin.DeriveAsync(password).ConfigureAwait(false);
        if (credentials is null) return refusal!;

        if (!await admin.Services.Stores.Accounts.SetCredentialsAsync(user, credentials).ConfigureAwait(false))
            return AdminContext.NoAccount(user);

        var ended = await admin.KickAsync(user, arguments.Get(_reason)).ConfigureAwait(false);
        return AdminResult.Of($"{user} banned; sessions ended: {ended}");
    }

    private static async ValueTask<AdminResult> ImportAsync(AdminContext admin, AdminArguments arguments)
    {
        var import = AccountImport.Read(arguments.Require(_accounts), admin.Services.Hosts);
        if (import.Mistakes.Count > 0) return AdminResult.BadArgument(string.Join('\n', import.Mistakes));

        List<KeyValuePair<Jid, Credentials>> accounts = [];
        foreach (var (account, password) in import.Accounts)
        {
            var (credentials, refusal) = await admin.DeriveAsync(password).ConfigureAwait(false);
            if (credentials is null) return refusal!;

            accounts.Add(new(account, credentials));
        }

        var created = await admin.Services.Stores.Accounts.ImportAsync(accounts).ConfigureAwait(false);
        return AdminResult.Of(string.Create(
            CultureInfo.InvariantCulture, $"{accounts.Count} accounts imported: {created} added, {accounts.Count - created} with a new password"));
    }

    private static async ValueTask<AdminResult> CountActiveAsync(AdminContext admin, AdminArguments arguments)
    {
        var domain = DomainOf(arguments.Require(_oneDomain));
        var since = admin.Services.Time.GetUtcNow() - TimeSpan.FromDays(arguments.Require(_activeDays));
        long count = 0;
        await foreach (var account in admin.AccountsAsync(domain).ConfigureAwait(false))
        {
            if (await admin.IsActiveAsync(account, since).ConfigureAwait(false) == true) count++;
        }

        return AdminResult.Of(count);
    }

    private static async IAsyncEnumerable<object?[]> DeleteOldAsync(AdminContext admin, AdminArguments arguments)
    {
        var since = admin.Services.Time.GetUtcNow() - TimeSpan.FromDays(arguments.Require(_days));
        var isNeverSeenOld = arguments.Get(_neverSeen);
        await foreach (var account in admin.AccountsAsync(DomainOf(arguments)).ConfigureAwait(false))
        {
            var isActive = await admin.IsActiveAsync(account, since).ConfigureAwait(false);
            if (isActive ?? !isNeverSeenOld) continue;
            if (await admin.RemoveAccountAsync(account).ConfigureAwait(false)) yield return [account.ToString()];
        }
    }

    private static string? DomainOf(AdminArguments arguments) =>
        arguments.Get(_domain) is { } domain ? DomainOf(domain) : null;

    private static string DomainOf(Jid domain) => Encoding.UTF8.GetString(domain.Domain);
}
