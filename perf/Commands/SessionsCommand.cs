using System.CommandLine;
using Meerkat.Perf.Reports;
using Meerkat.Perf.Sessions;

namespace Meerkat.Perf.Commands;

/// <summary>The command <c>sessions</c>: the session table with many users.</summary>
internal static class SessionsCommand
{
    private static readonly int[] _users = [10_000, 100_000, 1_000_000];

    public static Command Create()
    {
        Option<int> rounds = CountOption.Create("--rounds", "How often users are looked for.", 9, 1000);
        var command = new Command("sessions", "Measure the session table with up to 1,000,000 users.") { rounds };
        command.SetAction(result => Run(result.GetValue(rounds)));
        return command;
    }

    private static int Run(int rounds)
    {
        SessionsResult[] results = [.. _users.Select(users => new SessionsMeasurement(users).Run(rounds))];
        var table = new Table("users", "table, B/user", "session, B/user", "look-up, ns", "of the first", "by number, ns", "of the first");
        foreach (SessionsResult result in results)
        {
            table.Add(
                $"{result.Users:N0}",
                $"{result.TableBytes:F0}",
                $"{result.SessionBytes:F0}",
                $"{result.LookUpNanoseconds:F0}",
                $"{result.LookUpNanoseconds / results[0].LookUpNanoseconds:F1}",
                $"{result.ArrayNanoseconds:F0}",
                $"{result.ArrayNanoseconds / results[0].ArrayNanoseconds:F1}");
        }

        table.WriteTo(Console.Out);
        return 0;
    }
}
