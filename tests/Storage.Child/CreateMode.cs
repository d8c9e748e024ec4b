using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Storage.Child;

/// <summary>Creates accounts one after another, as the command line does.</summary>
internal static class CreateMode
{
    public static async Task RunAsync(IStores stores, string prefix, int accounts)
    {
        for (int i = 0; i < accounts; i++)
        {
            Jid account = Jid.Parse($"{prefix}{i}@capulet.example");
            if (!await stores.Accounts.CreateAsync(account, SampleCredentials.Create()).ConfigureAwait(false))
                throw new InvalidOperationException($"{account} is there already.");
        }
    }
}
