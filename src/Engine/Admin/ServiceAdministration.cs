using System.Globalization;

namespace Meerkat.Engine.Admin;

/// <summary>The commands of XEP-0133 that this server has, by those of the catalogue. Stateless; any thread.</summary>
internal static class ServiceAdministration
{
    private const string Namespace = "http://jabber.org/protocol/admin";

    private static readonly AdHocField _account = new("accountjid", "The account.", AdminForm.Address);
    private static readonly AdHocField _accounts = new("accountjids", "The accounts.", AdminForm.Address) { IsManyAddresses = true };
    private static readonly AdHocField _password = new("password", "The password.", AdminForm.Secret);
    private static readonly AdHocField _maxItems = new("max_items", "How many to show.", AdminForm.Choice)
    {
        Choices = ["25", "50", "100", "200", "none"],
        IsRequired = false,
    };

    public static IEnumerable<AdHocCommand> Commands { get; } =
    [
        Command("add-user", "Add a user", [_account, _password, _password with { Name = "password-verify", Label = "The password again." }], AddAsync),
        Command("delete-user", "Delete users", [_accounts], call => ForEachAsync(call, "account", "unregister", "user")),
        Command("end-user-session", "End sessions", [_accounts], EndSessionsAsync),
        Command("change-user-password", "Change a user's password", [_account, _password], ChangePasswordAsync),
        Command("get-user-lastlogin", "When a user was last there", [_accounts with { IsManyAddresses = false, Name = "accountjids" }], LastLoginAsync),
        Command("get-registered-users-num", "Count users", [], call => CountAsync(call, "account", "count", "registeredusersnum")),
        Command("get-online-users-num", "Count users who are online", [], OnlineAsync),
        Command("get-registered-users-list", "List users", [_maxItems], call => ListAsync(call, "account", "registereduserjids")),
        Command("get-online-users-list", "List users who are online", [_maxItems], call => ListAsync(call, "session", "onlineuserjids")),
        Command("shutdown", "Stop the server", [], StopAsync) with { Level = AdminLevel.Server },
    ];

    private static AdHocCommand Command(
        string name, string title, IReadOnlyList<AdHocField> fields, Func<AdHocCall, ValueTask<AdHocOutcome>> run) =>
        new($"{Namespace}#{name}", title, AdminLevel.Domain, fields, run) { FormType = Namespace };

    private static async ValueTask<AdHocOutcome> AddAsync(AdHocCall call) => call.Answer("password") == call.Answer("password-verify")
        ? Told(await call.RunAsync("account", "register", ("user", call.Answer("accountjid")), ("password", call.Answer("password")))
            .ConfigureAwait(false))
        : AdHocOutcome.Failed(AdminFailure.BadArgument, "the passwords differ");

    private static async ValueTask<AdHocOutcome> ChangePasswordAsync(AdHocCall call) => Told(await call.RunAsync(
        "account", "change-password", ("user", call.Answer("accountjid")), ("password", call.Answer("password"))).ConfigureAwait(false));

    private static async ValueTask<AdHocOutcome> StopAsync(AdHocCall call) =>
        Told(await call.RunAsync("server", "stop").ConfigureAwait(false));

    /// <summary>Those before the first that fails keep the change.</summary>
    private static async ValueTask<AdHocOutcome> ForEachAsync(AdHocCall call, string category, string name, string argument)
    {
        foreach (var account in call.AllAnswers("accountjids"))
        {
            var result = await call.RunAsync(category, name, (argument, account)).ConfigureAwait(false);
            if (!result.IsSuccess) return AdHocOutcome.Failed(result.Failure, result.Text);
        }

        return AdHocOutcome.Said("done");
    }

    /// <summary>§4.5: a full JID ends one session, a bare one all of the user's.</summary>
    private static async ValueTask<AdHocOutcome> EndSessionsAsync(AdHocCall call)
    {
        foreach (var address in call.AllAnswers("accountjids"))
        {
            var result = address.Contains('/')
                ? await call.RunAsync("session", "kick", ("session", address)).ConfigureAwait(false)
                : await call.RunAsync("session", "kick-user", ("user", address)).ConfigureAwait(false);
            if (!result.IsSuccess) return AdHocOutcome.Failed(result.Failure, result.Text);
        }

        return AdHocOutcome.Said("done");
    }

    private static async ValueTask<AdHocOutcome> LastLoginAsync(AdHocCall call)
    {
        var account = call.Answer("accountjids");
        var result = await call.RunAsync("last", "get", ("user", account)).ConfigureAwait(false);
        if (!result.IsSuccess) return AdHocOutcome.Failed(result.Failure, result.Text);

        var row = await result.Rows.FirstAsync().ConfigureAwait(false);
        return new AdHocOutcome { Fields = [("accountjids", [account]), ("lastlogin", [row[0] is true ? "online" : row[1] as string ?? "never"])] };
    }

    private static async ValueTask<AdHocOutcome> CountAsync(AdHocCall call, string category, string name, string field)
    {
        var result = await call.RunAsync(category, name, ("domain", call.Domain.ToString())).ConfigureAwait(false);
        return result.IsSuccess
            ? AdHocOutcome.Field(field, result.Number.ToString(CultureInfo.InvariantCulture))
            : AdHocOutcome.Failed(result.Failure, result.Text);
    }

    private static async ValueTask<AdHocOutcome> OnlineAsync(AdHocCall call)
    {
        var result = await call.RunAsync("stat", "domain", ("domain", call.Domain.ToString())).ConfigureAwait(false);
        if (!result.IsSuccess) return AdHocOutcome.Failed(result.Failure, result.Text);

        var row = await result.Rows.FirstAsync().ConfigureAwait(false);
        return AdHocOutcome.Field("onlineusersnum", $"{row[1]}");
    }

    private static async ValueTask<AdHocOutcome> ListAsync(AdHocCall call, string category, string field)
    {
        // §4.18: without a number, or with "none", as many as this server shows.
        var max = int.TryParse(call.Answer("max_items"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 200) : 200;
        var result = await call.RunAsync(category, "list", ("domain", call.Domain.ToString())).ConfigureAwait(false);
        if (!result.IsSuccess) return AdHocOutcome.Failed(result.Failure, result.Text);

        var rows = await result.Rows.Take(max).Select(row => (string)row[0]!).ToListAsync().ConfigureAwait(false);
        return new AdHocOutcome { Fields = [(field, rows)] };
    }

    private static AdHocOutcome Told(AdminResult result) =>
        result.IsSuccess ? AdHocOutcome.Said(result.Text) : AdHocOutcome.Failed(result.Failure, result.Text);
}
