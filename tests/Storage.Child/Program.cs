using Meerkat.Storage.Child;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

// The second process of the storage tests, and their stopwatch:
//   append  <directory> <writers>           appends offline messages until killed, printing each acknowledged number
//   create  <directory> <prefix> <accounts> creates accounts one after another
//   measure <directory>                     prints how fast the store is on this machine and disk
string mode = args[0];
await using SqliteStores stores =
    await SqliteStores.OpenAsync(args[1], new SqliteOptions(), NullLogger.Instance).ConfigureAwait(false);
Task work = mode switch
{
    "append" => AppendMode.RunAsync(stores, int.Parse(args[2], null)),
    "create" => CreateMode.RunAsync(stores, args[2], int.Parse(args[3], null)),
    "measure" => MeasureMode.RunAsync(stores),
    _ => throw new ArgumentException($"No such mode: {mode}"),
};
await work.ConfigureAwait(false);
