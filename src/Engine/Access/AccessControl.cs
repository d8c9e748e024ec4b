using System.Net;
using Meerkat.Engine.Components;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Access;

/// <summary>
/// Answers who may do what and how much, by the rules of the operator, which are exchanged as a whole while the server runs.
/// One per process; any thread.
/// </summary>
public sealed class AccessControl(AccessOptions options, HostTable hosts, SessionTable sessions)
{
    private static readonly AccessRule<bool> _nobody = new([]);

    private readonly Lock _gate = new();
    private readonly List<NamedRule> _named = [];

    // Written under the lock, read by everybody: pairs with the Volatile.Read of Current.
    private AccessOptions _current = options;

    /// <summary>The rules at this moment.</summary>
    public AccessOptions Current => Volatile.Read(ref _current);

    /// <summary>Whether an account whose credentials are right may log in from this address.</summary>
    public bool MayLogIn(Jid account, IPAddress? address) => Allows(AccessOptions.Login, account, address);

    /// <summary>Whether a client at this address may make this account.</summary>
    public bool MayRegister(Jid account, IPAddress? address) => Allows(AccessOptions.Registration, account, address);

    /// <summary>Resources that the account may have bound, or <paramref name="otherwise"/> if no rule says so.</summary>
    public int MaxSessionsOf(Jid account, IPAddress? address, int otherwise) =>
        Find(Current.MaxUserSessions, account, address, otherwise);

    /// <summary>Messages that are kept for the account, or <paramref name="otherwise"/> if no rule says so.</summary>
    public int MaxOfflineMessagesOf(Jid account, int otherwise) =>
        Find(Current.MaxUserOfflineMessages, account, address: null, otherwise);

    /// <summary>The rule of this name, or of the ACL that is always there, for whoever asks it of every stanza: it follows when
    /// rules are exchanged.</summary>
    public IAccessRule RuleNamed(string name) => name switch
    {
        "all" => AccessRules.All,
        "local" => AccessRules.LocalUsers(hosts),
        "none" => AccessRules.None,
        _ => AddNamed(name),
    };

    /// <summary>Failed logins that an address may have, or <paramref name="otherwise"/> if no rule says so.</summary>
    public int MaxFailedLoginsFrom(IPAddress address, int otherwise) =>
        Current.MaxFailedLogins is { } rule && rule.TryFind(default, address, hosts, out var value) ? value : otherwise;

    /// <summary>A full shaper of this name for one connection; null if the name is none's.</summary>
    public Shaper? NewShaper(string name) => Current.Shapers.TryGetValue(name, out var rate) ? new Shaper(rate) : null;

    /// <summary>Gives a session that is in the table the shaper that its account's sessions share, if a rule names one.</summary>
    internal void Shape(Session session)
    {
        while (true)
        {
            var rules = Current;
            AccessRule<ShaperRate?>? rule = rules.ClientShaper;
            session.Shaper =
                rule is not null && rule.TryFind(JidView.Of(session.Jid), session.RemoteEndPoint.Address, hosts, out var rate) && rate is not null
                    ? session.Account.ShaperOf(rate)
                    : null;
            // Pairs with Apply, which exchanges the rules first and then visits the table: either it finds the session there
            // and is the last to shape it, or the new rules are seen here.
            Interlocked.MemoryBarrier();
            if (ReferenceEquals(rules, Current)) return;
        }
    }

    /// <summary>From now on these rules hold. Sessions that are there stay, at the speed that they have now.</summary>
    public void Apply(AccessOptions rules)
    {
        lock (_gate)
        {
            // A shaper that is gone stays too, by its name.
            Volatile.Write(ref _current, rules with { Shapers = _current.Shapers.SetItems(rules.Shapers) });
            // A rule that is gone stays for those who ask it by name: they name another one only after a restart.
            foreach (var named in _named) named.Rule = rules.Rules.GetValueOrDefault(named.Name, named.Rule);
            Interlocked.MemoryBarrier();
            foreach (var session in sessions.Entries().SelectMany(entry => entry.Sessions)) Shape(session);
        }
    }

    private NamedRule AddNamed(string name)
    {
        lock (_gate)
        {
            var rule = new NamedRule(name, hosts) { Rule = _current.Rules.GetValueOrDefault(name, _nobody) };
            _named.Add(rule);
            return rule;
        }
    }

    private bool Allows(string name, Jid account, IPAddress? address) =>
        !Current.Rules.TryGetValue(name, out var rule)
        || (rule.TryFind(JidView.Of(account), address, hosts, out var isAllowed) && isAllowed);

    private int Find(AccessRule<int>? rule, Jid account, IPAddress? address, int otherwise) =>
        rule is not null && rule.TryFind(JidView.Of(account), address, hosts, out var value) ? value : otherwise;

    /// <summary>A rule as it is now. Read for every stanza, written under the lock of its owner.</summary>
    private sealed class NamedRule(string name, HostTable hosts) : IAccessRule
    {
        private volatile AccessRule<bool> _rule = _nobody;

        public string Name => name;

        public AccessRule<bool> Rule
        {
            get => _rule;
            set => _rule = value;
        }

        public bool Allows(JidView sender) => _rule.TryFind(sender, address: null, hosts, out var isAllowed) && isAllowed;
    }
}
