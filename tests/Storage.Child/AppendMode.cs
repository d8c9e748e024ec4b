using System.Globalization;
using System.Text;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Storage.Child;

/// <summary>Appends messages with many writers until the process is killed, and prints what was acknowledged.</summary>
internal static class AppendMode
{
    public static Task RunAsync(IStores stores, int writers) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(writer => AppendAsync(stores, writer)));

    private static async Task AppendAsync(IStores stores, int writer)
    {
        Jid juliet = Jid.Parse("juliet@capulet.example");
        for (long number = writer * 1_000_000L; ; number++)
        {
            string text = number.ToString(CultureInfo.InvariantCulture);
            OfflineAppendStatus status = await stores.Offline
                .AppendAsync(juliet, Encoding.UTF8.GetBytes(text), int.MaxValue).ConfigureAwait(false);
            if (status != OfflineAppendStatus.Stored) throw new InvalidOperationException(status.ToString());
            // Console.Out is flushed at every line, and writes of several threads do not mix.
            Console.WriteLine(text);
        }
    }
}
