using System.Runtime.Versioning;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Meerkat.Storage.Tests.Contracts;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteStoresTests : IDisposable
{
    private static readonly Jid _juliet = Jid.Parse("juliet@capulet.example");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Reopened_file_holds_what_was_kept()
    {
        byte[] secret;
        await using (SqliteStores stores = await _directory.OpenAsync())
        {
            await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
            secret = await stores.Accounts.GetServerSecretAsync();
        }

        await using SqliteStores reopened = await _directory.OpenAsync();

        Assert.Equal(
            Samples.Text(Samples.Credentials(1)), Samples.Text(await reopened.Accounts.FindAsync(_juliet)));
        Assert.Equal(secret, await reopened.Accounts.GetServerSecretAsync());
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task New_files_are_for_their_owner_only()
    {
        await using SqliteStores stores = await _directory.OpenAsync();
        await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));

        UnixFileMode[] files = [.. Directory.EnumerateFiles(_directory.Path).Select(File.GetUnixFileMode)];

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_directory.Path));
        Assert.Equal(3, files.Length);
        Assert.All(files, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
    }

    [Fact]
    public async Task Commits_are_flushed_to_the_disk()
    {
        await using SqliteStores stores = await _directory.OpenAsync();

        object? journal = await stores.Worker.ReadAsync(database => database.Scalar("PRAGMA journal_mode"));
        object? synchronous = await stores.Worker.ReadAsync(database => database.Scalar("PRAGMA synchronous"));

        const long full = 2;
        Assert.Equal("wal", journal);
        Assert.Equal(full, synchronous);
    }

    [Fact]
    public async Task Changes_by_another_process_are_seen_at_once()
    {
        await using SqliteStores server = await _directory.OpenAsync();
        await using SqliteStores commandLine = await _directory.OpenAsync();

        await commandLine.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
        Credentials? created = await server.Accounts.FindAsync(_juliet);
        await commandLine.Accounts.SetCredentialsAsync(_juliet, Samples.Credentials(2));
        Credentials? changed = await server.Accounts.FindAsync(_juliet);
        await commandLine.Accounts.RemoveAsync(_juliet);
        Credentials? removed = await server.Accounts.FindAsync(_juliet);

        Assert.Equal(Samples.Text(Samples.Credentials(1)), Samples.Text(created));
        Assert.Equal(Samples.Text(Samples.Credentials(2)), Samples.Text(changed));
        Assert.Null(removed);
    }

    [Fact]
    public async Task Disposal_completes_what_was_accepted_and_leaves_one_file()
    {
        SqliteStores stores = await _directory.OpenAsync();
        await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
        using Pause pause = Pause.Start(stores);
        Task<OfflineAppendStatus>[] appends = [.. Enumerable.Range(0, 100).Select(
            i => stores.Offline.AppendAsync(_juliet, Samples.Utf8($"{i}"), 1000).AsTask())];

        ValueTask disposal = stores.DisposeAsync();
        pause.Release();
        await disposal;

        Assert.All(await Task.WhenAll(appends), status => Assert.Equal(OfflineAppendStatus.Stored, status));
        Assert.Equal([_directory.DatabaseFile], Directory.EnumerateFiles(_directory.Path));
        Assert.Equal(100L, _directory.Scalar("SELECT count(*) FROM offline_message"));
    }

    [Fact]
    public async Task Disposed_stores_refuse_by_name()
    {
        SqliteStores stores = await _directory.OpenAsync();
        await stores.DisposeAsync();
        await stores.DisposeAsync();

        var read = await Assert.ThrowsAsync<StoreException>(async () => await stores.Accounts.FindAsync(_juliet));
        var write = await Assert.ThrowsAsync<StoreException>(async () => await stores.Accounts.RemoveAsync(_juliet));

        Assert.Equal(StoreFailure.Closed, read.Failure);
        Assert.Equal(StoreFailure.Closed, write.Failure);
    }

    [Fact]
    public async Task Wrong_options_are_all_named()
    {
        var options = new SqliteOptions
        {
            MaxQueuedRequests = 0,
            MaxBatchRequests = -1,
            BusyTimeout = TimeSpan.FromSeconds(-1),
        };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => _directory.OpenAsync(options));

        Assert.Contains("MaxQueuedRequests must be at least 1, not 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBatchRequests must be at least 1, not -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("BusyTimeout must be between 0 and 1 hour, not -00:00:01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_without_all_its_keys_is_reported()
    {
        await using SqliteStores stores = await _directory.OpenAsync();
        await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
        _directory.Execute("DELETE FROM scram_key WHERE hash = 256");

        var error = await Assert.ThrowsAsync<StoreException>(async () => await stores.Accounts.FindAsync(_juliet));

        Assert.Equal(StoreFailure.Corrupt, error.Failure);
        Assert.Contains("juliet@capulet.example", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_that_is_no_jid_is_reported()
    {
        await using SqliteStores stores = await _directory.OpenAsync();
        await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
        _directory.Execute("INSERT INTO roster_item SELECT id, '@', NULL, 0, 0, 0, 0, 1, NULL, 1 FROM account");

        var error = await Assert.ThrowsAsync<StoreException>(async () => await stores.Rosters.LoadAsync(_juliet));

        Assert.Equal(StoreFailure.Corrupt, error.Failure);
        Assert.Contains("'@'", error.Message, StringComparison.Ordinal);
    }
}
