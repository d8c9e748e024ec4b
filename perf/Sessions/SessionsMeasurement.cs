using Meerkat.Engine.Sessions;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;
using Meerkat.Perf.Benchmarks;
using Meerkat.Perf.Measure;

namespace Meerkat.Perf.Sessions;

/// <summary>What a session table of so many users costs: memory, and looking for them in no order.</summary>
internal sealed class SessionsMeasurement(int users)
{
    private const int LookUps = 2_000_000;

    // A prime, and no divisor of the numbers of users: every user is looked for, none soon after its neighbours.
    private const int Step = 7_368_787;

    private readonly BenchServer _server = new();

    public SessionsResult Run(int rounds)
    {
        XmppStream stream = _server.Connect(new MemoryTransport());
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        Session[] sessions = [.. Enumerable.Range(0, users).Select(i => Create(i, stream))];
        long created = GC.GetTotalMemory(forceFullCollection: true);
        SessionTable table = new(users);
        foreach (Session session in sessions) table.Bind(session, 10);
        long bound = GC.GetTotalMemory(forceFullCollection: true);

        LookUp(table, LookUps);
        double[] nanoseconds = [.. Enumerable.Range(0, rounds).Select(_ => LookUp(table, LookUps))];
        double[] ofArray = [.. Enumerable.Range(0, rounds).Select(_ => LookUp(sessions, LookUps))];
        return new SessionsResult(users, (bound - created) / (double)users, (created - empty) / (double)users)
        {
            LookUpNanoseconds = Median.Of(nanoseconds),
            ArrayNanoseconds = Median.Of(ofArray),
        };
    }

    private Session Create(int i, XmppStream stream) =>
        new(Jid.Parse($"user{i}@example.org/resource"), _server.Hosts.Default, stream, default);

    private double LookUp(SessionTable table, int count)
    {
        // Made for each look-up, as it is from a stanza: an array of all of them would be a second table to miss the caches in.
        Span<byte> account = stackalloc byte[32];
        "user"u8.CopyTo(account);
        int user = 0;
        long found = 0;
        long before = ThreadClock.Nanoseconds();
        for (int i = 0; i < count; i++)
        {
            user = (int)(((long)user + Step) % users);
            user.TryFormat(account[4..], out int digits);
            "@example.org"u8.CopyTo(account[(4 + digits)..]);
            found += table.Find(account[..(4 + digits + 12)])!.Sessions.Length;
        }

        long passed = ThreadClock.Nanoseconds() - before;
        return found == count ? passed / (double)count : throw new InvalidOperationException("Somebody was not found.");
    }

    /// <summary>The same users by number: an array, a session, its address and the bytes of that, each read after the one before.</summary>
    private double LookUp(Session[] sessions, int count)
    {
        int user = 0;
        long found = 0;
        long before = ThreadClock.Nanoseconds();
        for (int i = 0; i < count; i++)
        {
            // Plus nothing, which the processor cannot know before it has read it.
            user = (int)(((long)user + Step + (sessions[user].Jid.Utf8[0] - 'u')) % users);
            found++;
        }

        long passed = ThreadClock.Nanoseconds() - before;
        return found == count ? passed / (double)count : throw new InvalidOperationException("Somebody was not found.");
    }
}

/// <summary>What it came to for each user, or each look-up.</summary>
/// <param name="Users">How many there are, each with one session.</param>
/// <param name="TableBytes">The table with its entries, and what sessions of an account share.</param>
/// <param name="SessionBytes">A session and its address, without its connection.</param>
internal sealed record SessionsResult(int Users, double TableBytes, double SessionBytes)
{
    /// <summary>CPU time, with the making of the address that is looked for.</summary>
    public double LookUpNanoseconds { get; init; }

    /// <summary>CPU time of the same without a table: what this machine takes for memory that is in no cache.</summary>
    public double ArrayNanoseconds { get; init; }
}
