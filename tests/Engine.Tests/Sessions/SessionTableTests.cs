using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Tests;
using Xunit;

namespace Meerkat.Engine.Tests.Sessions;

[Collection(nameof(WholeProcess))]
public sealed class SessionTableTests : IAsyncDisposable
{
    private const int MaxSessions = 3;

    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(200);

    private readonly TestServer _server = new();
    private readonly XmppStream _stream;

    // The sessions under test only need some stream; nothing is sent.
    public SessionTableTests() => _stream = (XmppStream)_server.Connect().Connection.Owner;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void State_given_is_shared_unless_the_account_has_one()
    {
        var table = new SessionTable();
        var (given, late) = (new AccountState(), new AccountState());
        var first = NewSession("romeo@example.org/orchard");
        var second = NewSession("romeo@example.org/tomb");

        table.Bind(first, MaxSessions, given);
        table.Bind(second, MaxSessions, late);

        Assert.Same(given, first.Account);
        Assert.Same(given, second.Account);
        Assert.Same(given, table.Find("romeo@example.org"u8)!.State);
    }

    [Fact]
    public void Any_sequence_of_binds_and_unbinds_agrees_with_a_dictionary() =>
        Check.One(_config, Prop.ForAll((byte[] operations) => new Model(this).Run(operations)));

    [Fact]
    public void Bind_same_resource_returns_the_replaced_session()
    {
        var table = new SessionTable();
        var old = NewSession("romeo@example.org/orchard");
        var replacement = NewSession("romeo@example.org/orchard");
        table.Bind(old, MaxSessions);

        var displaced = table.Bind(replacement, MaxSessions);

        Assert.Same(old, displaced);
        Assert.Same(replacement, table.Find("romeo@example.org"u8)!.Find("orchard"u8));
        Assert.Equal(1, table.SessionCount);
        Assert.False(table.Unbind(old));
    }

    [Fact]
    public void Bind_over_the_limit_returns_the_oldest_session()
    {
        var table = new SessionTable();
        var oldest = NewSession("romeo@example.org/0");
        table.Bind(oldest, MaxSessions);
        table.Bind(NewSession("romeo@example.org/1"), MaxSessions);
        table.Bind(NewSession("romeo@example.org/2"), MaxSessions);

        var displaced = table.Bind(NewSession("romeo@example.org/3"), MaxSessions);

        Assert.Same(oldest, displaced);
        Assert.Equal(MaxSessions, table.SessionCount);
    }

    [Fact]
    public void Bind_second_session_shares_the_account_state()
    {
        var table = new SessionTable();
        var first = NewSession("romeo@example.org/0");
        var second = NewSession("romeo@example.org/1");

        table.Bind(first, MaxSessions);
        table.Bind(second, MaxSessions);

        Assert.Same(first.Account, second.Account);
        Assert.Same(first.Account, table.Find("romeo@example.org"u8)!.State);
    }

    [Fact]
    public void Find_allocates_nothing()
    {
        var table = new SessionTable();
        for (var i = 0; i < 5_000; i++) table.Bind(NewSession($"user{i}@example.org/r"), MaxSessions);
        var isFound = table.Find("user17@example.org"u8) is not null;

        using var noCollection = new NoCollection();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            isFound &= table.Find("user4321@example.org"u8)?.Find("r"u8) is not null;
            isFound &= table.Find("nobody@example.org"u8) is null;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isFound);
    }

    [Fact]
    public void Four_threads_on_64_users_lose_no_update()
    {
        const int users = 64;
        const int rounds = 20_000;
        var table = new SessionTable();
        var kept = new ConcurrentBag<Session>();
        var failures = new ConcurrentBag<string>();

        void BindAndUnbind(int thread)
        {
            var random = new Random(thread);
            for (var i = 0; i < rounds; i++)
            {
                // A resource belongs to one thread, so that it knows what must be there.
                var session = NewSession($"user{random.Next(users)}@example.org/{thread}-{i}");
                if (table.Bind(session, int.MaxValue) is not null) failures.Add("displaced");
                if (table.Find(session.Jid.BareUtf8)?.Find(session.Jid.Resource) != session) failures.Add("lost bind");
                if (i % 100 == 0) kept.Add(session);
                else if (!table.Unbind(session)) failures.Add("lost unbind");
            }
        }

        var threads = Enumerable.Range(0, 4).Select(n => new Thread(() => BindAndUnbind(n))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Empty(failures);
        Assert.Equal(kept.Count, table.SessionCount);
        Assert.Equal(table.Entries().Count(), table.UserCount);
        Assert.Equal(
            kept.Select(session => session.Jid.ToString()).Order(),
            table.Entries().SelectMany(entry => entry.Sessions).Select(session => session.Jid.ToString()).Order());
    }

    [Fact]
    public void Threads_that_replace_one_resource_displace_all_but_one()
    {
        const int rounds = 20_000;
        var table = new SessionTable();
        long displaced = 0;

        void Replace()
        {
            for (var i = 0; i < rounds; i++)
            {
                if (table.Bind(NewSession("romeo@example.org/orchard"), MaxSessions) is not null) Interlocked.Increment(ref displaced);
            }
        }

        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Replace)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal((4 * rounds) - 1, displaced);
        Assert.Equal(1, table.SessionCount);
        Assert.Equal(1, table.UserCount);
    }

    private Session NewSession(string jid) => new(Jid.Parse(jid), _server.Hosts.Default, _stream, default);

    /// <summary>The table beside a dictionary of lists: one byte is one operation on one of few users and resources.</summary>
    private sealed class Model(SessionTableTests tests)
    {
        private readonly SessionTable _table = new();
        private readonly ConcurrentDictionary<string, ImmutableArray<Session>> _users = new();
        private readonly List<Session> _everBound = [];

        public bool Run(byte[] operations) => operations.All(Step) && Agrees();

        private bool Step(byte operation)
        {
            var account = $"user{operation & 3}@example.org";
            return (operation & 0b1100_0000) == 0
                ? Unbind(operation)
                : Bind(account, tests.NewSession($"{account}/{(operation >> 2) & 7}"));
        }

        private bool Bind(string account, Session session)
        {
            var before = _users.GetValueOrDefault(account, []);
            var expected = before.FirstOrDefault(s => s.Jid.Equals(session.Jid))
                ?? (before.Length >= MaxSessions ? before[0] : null);
            _users[account] = (expected is null ? before : before.Remove(expected)).Add(session);
            _everBound.Add(session);
            return ReferenceEquals(expected, _table.Bind(session, MaxSessions));
        }

        private bool Unbind(byte operation)
        {
            if (_everBound.Count == 0) return true;

            var session = _everBound[operation % _everBound.Count];
            var account = Encoding.UTF8.GetString(session.Jid.BareUtf8);
            var before = _users.GetValueOrDefault(account, []);
            var after = before.Remove(session);
            if (after.IsEmpty) _users.TryRemove(account, out _);
            else _users[account] = after;
            return _table.Unbind(session) == before.Contains(session);
        }

        private bool Agrees() =>
            _table.UserCount == _users.Count
            && _table.SessionCount == _users.Values.Sum(sessions => sessions.Length)
            && _users.All(user => _table.Find(Encoding.UTF8.GetBytes(user.Key)) is { } entry
                && entry.Sessions.SequenceEqual(user.Value)
                && entry.Sessions.All(session => entry.Find(session.Jid.Resource) == session));
    }
}
