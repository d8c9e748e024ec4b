using System.Diagnostics;
using System.Text;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;

namespace Meerkat.Storage.Child;

/// <summary>Measures the store in one run. The unit is one acknowledged request.</summary>
internal static class MeasureMode
{
    private const int Accounts = 50_000;
    private const int MeasuredSeconds = 3;

    private static readonly byte[] _stanza = Encoding.UTF8.GetBytes(
        "<message xmlns='jabber:client' type='chat' to='juliet@capulet.example' from='romeo@montague.example/orchard'>"
        + "<body>Wherefore art thou, Romeo?</body>"
        + "<delay xmlns='urn:xmpp:delay' from='capulet.example' stamp='2025-01-01T00:00:00Z'/></message>");

    public static async Task RunAsync(SqliteStores stores)
    {
        Jid[] accounts = [.. Enumerable.Range(0, Accounts).Select(i => Jid.Parse($"user{i}@capulet.example"))];
        await ImportAsync(stores, accounts).ConfigureAwait(false);
        foreach (int writers in (int[])[1, 16, 256])
        {
            (long commits, long writes) = (stores.Metrics.Commits, stores.Metrics.Writes);
            Print($"offline appends, {writers} writers",
                await RepeatAsync(writers, i => AppendAsync(stores, accounts, i)).ConfigureAwait(false));
            double perCommit = (double)(stores.Metrics.Writes - writes) / (stores.Metrics.Commits - commits);
            Console.WriteLine($"    {perCommit:0.0} in a commit");
        }

        foreach (int readers in (int[])[1, 16, 256])
        {
            Print($"credential reads, {readers} readers",
                await RepeatAsync(readers, i => FindAsync(stores, accounts, i)).ConfigureAwait(false));
        }
    }

    private static async Task ImportAsync(SqliteStores stores, Jid[] accounts)
    {
        Credentials credentials = SampleCredentials.Create();
        var watch = Stopwatch.StartNew();
        await stores.Accounts.ImportAsync([.. accounts.Select(jid => KeyValuePair.Create(jid, credentials))])
            .ConfigureAwait(false);
        Console.WriteLine($"import of {accounts.Length} accounts: {watch.Elapsed.TotalSeconds:0.00} s");
    }

    private static async Task AppendAsync(SqliteStores stores, Jid[] accounts, int i)
    {
        OfflineAppendStatus status = await stores.Offline
            .AppendAsync(accounts[i % accounts.Length], _stanza, 500).ConfigureAwait(false);
        if (status != OfflineAppendStatus.Stored) throw new InvalidOperationException(status.ToString());
    }

    private static async Task FindAsync(SqliteStores stores, Jid[] accounts, int i)
    {
        if (await stores.Accounts.FindAsync(accounts[i % accounts.Length]).ConfigureAwait(false) is null)
            throw new InvalidOperationException("An account is missing.");
    }

    /// <summary>Returns how many calls ended within the measured time, after a warm-up of the same length.</summary>
    private static async Task<long> RepeatAsync(int callers, Func<int, Task> call)
    {
        long ended = 0;
        long warm = Stopwatch.GetTimestamp() + MeasuredSeconds * Stopwatch.Frequency;
        long end = warm + MeasuredSeconds * Stopwatch.Frequency;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => RepeatOneAsync(caller))))
            .ConfigureAwait(false);
        return ended;

        async Task RepeatOneAsync(int caller)
        {
            // A large odd step spreads the accounts, as in life: neighbours in time are not neighbours in the file.
            for (int i = caller; ; i = (i + 7919) & int.MaxValue)
            {
                await call(i).ConfigureAwait(false);
                long now = Stopwatch.GetTimestamp();
                if (now > end) return;
                if (now > warm) Interlocked.Increment(ref ended);
            }
        }
    }

    private static void Print(string what, long count) => Console.WriteLine($"{what}: {count / MeasuredSeconds}/s");
}
