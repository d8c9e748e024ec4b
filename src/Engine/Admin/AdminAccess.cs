using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Who may run commands over XMPP, and what runs them. One per process; any thread.</summary>
/// <param name="admins">Accounts that may run everything.</param>
/// <param name="domainAdmins">Accounts that may run what concerns their own domain.</param>
public sealed class AdminAccess(IReadOnlyList<Jid> admins, IReadOnlyList<Jid> domainAdmins)
{
    private volatile AdminRunner? _runner;

    /// <summary>Null until the server has what commands work on.</summary>
    public AdminRunner? Runner => _runner;

    public void Attach(AdminRunner runner) => _runner = runner;

    /// <summary>Null if the account may run nothing.</summary>
    internal AdminCaller? Find(Jid account)
    {
        if (admins.Contains(account)) return new AdminCaller(account.ToString());
        if (!domainAdmins.Contains(account)) return null;

        return Jid.TryParse(account.Domain, out var domain) ? new AdminCaller(account.ToString(), domain) : null;
    }
}
