using System.Globalization;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Meerkat.Storage.Tests.Contracts;
using Xunit;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteSchemaTests : IDisposable
{
    private static readonly Jid _juliet = Jid.Parse("juliet@capulet.example");
    private static readonly Jid _romeo = Jid.Parse("romeo@montague.example");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task File_of_version_1_opens_with_all_it_holds()
    {
        _directory.Execute(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Sqlite", "Version1.sql"), TestContext.Current.CancellationToken));

        await using SqliteStores stores = await _directory.OpenAsync();
        Roster roster = await stores.Rosters.LoadAsync(_juliet);
        RosterItem item = Assert.Single(roster.Items);

        Assert.Equal(
            Samples.Text(Samples.Credentials(1)), Samples.Text(await stores.Accounts.FindAsync(_juliet)));
        Assert.Equal(["Lovers", "Banished"], item.Groups);
        Assert.Equal("<presence/>", Samples.Text(item.Request));
        Assert.Equal(Subscription.Both, item.Subscription);
        Assert.Equal((7, 5), (roster.Version, roster.RemovalVersion));
        Assert.Equal([3L, 4L], (await stores.Offline.ReadAsync(_juliet, 0, 10)).Select(message => message.Id));
        Assert.Equal("<vCard/>", Samples.Text(await stores.UserXml.GetAsync(_juliet, "vcard")));
        Assert.Equal(
            new LastActivity(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), "bye"),
            await stores.LastActivity.FindAsync(_juliet));
        Assert.Equal(new byte[32], await stores.Accounts.GetServerSecretAsync());
        Assert.Empty(await stores.Push.ListAsync(_juliet));
        Assert.Empty(await stores.Blocklists.ListAsync(_juliet));
    }

    [Fact]
    public async Task Older_file_is_migrated_and_keeps_what_it_holds()
    {
        await CreateAsync();
        string[] migrations = [
            .. SqliteMigrations.All,
            "ALTER TABLE account ADD COLUMN email TEXT",
            "UPDATE account SET email = localpart; CREATE TABLE room (name TEXT)"];

        await using SqliteStores stores = await _directory.OpenAsync(migrations);

        Assert.True(await stores.Accounts.ExistsAsync(_juliet));
        Assert.Equal((long)migrations.Length, _directory.Scalar("PRAGMA user_version"));
        Assert.Equal("juliet", _directory.Scalar("SELECT email FROM account"));
        Assert.Equal(0L, _directory.Scalar("SELECT count(*) FROM room"));
    }

    [Fact]
    public async Task Migration_that_fails_leaves_the_file_as_it_was()
    {
        await CreateAsync();

        await Assert.ThrowsAsync<StoreException>(() => _directory.OpenAsync(
            [.. SqliteMigrations.All, "DROP TABLE user_xml", "CREATE TABLE room (name TEXT); DROP TABLE no_such_table"]));

        Assert.Equal((long)SqliteMigrations.All.Count, _directory.Scalar("PRAGMA user_version"));
        Assert.Equal(0L, _directory.Scalar("SELECT count(*) FROM user_xml"));
        await using SqliteStores stores = await _directory.OpenAsync();
        Assert.True(await stores.Accounts.ExistsAsync(_juliet));
    }

    [Fact]
    public async Task Newer_file_is_refused_naming_both_versions()
    {
        await CreateAsync();
        _directory.Execute("PRAGMA user_version = 1234");

        var error = await Assert.ThrowsAsync<StoreException>(() => _directory.OpenAsync());

        Assert.Equal(StoreFailure.NewerVersion, error.Failure);
        Assert.Contains("schema version 1234", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"up to version {SqliteMigrations.All.Count}"),
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE song (title TEXT)")]
    [InlineData("PRAGMA application_id = 1")]
    public async Task Database_of_another_program_is_refused(string sql)
    {
        _directory.Execute(sql);

        var error = await Assert.ThrowsAsync<StoreException>(() => _directory.OpenAsync());

        Assert.Equal(StoreFailure.Corrupt, error.Failure);
        Assert.Contains("not one of this server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_file_is_marked_as_ours()
    {
        await CreateAsync();

        Assert.Equal((long)SqliteSchema.ApplicationId, _directory.Scalar("PRAGMA application_id"));
    }

    [Fact]
    public async Task Many_may_open_a_new_file_at_once()
    {
        SqliteStores[] stores = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => _directory.OpenAsync())));

        bool[] created = await Task.WhenAll(stores.Select(
            one => one.Accounts.CreateAsync(_romeo, Samples.Credentials(1)).AsTask()));
        foreach (SqliteStores one in stores) await one.DisposeAsync();

        Assert.Single(created, isCreated => isCreated);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(_directory.Path);
        await File.WriteAllTextAsync(
            _directory.DatabaseFile, new string('x', 10_000), TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<StoreException>(() => _directory.OpenAsync());

        Assert.Equal(StoreFailure.Corrupt, error.Failure);
        Assert.Contains(
            $"{_directory.DatabaseFile} is not an SQLite database, or is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_page_fails_those_who_need_it()
    {
        await CreateAsync();
        object pageSize = _directory.Scalar("PRAGMA page_size")!;
        object page = _directory.Scalar("SELECT rootpage FROM sqlite_schema WHERE name = 'scram_key'")!;
        await using (FileStream file = File.OpenWrite(_directory.DatabaseFile))
        {
            file.Position = ((long)page - 1) * (long)pageSize;
            file.Write(new byte[100]);
        }

        await using SqliteStores stores = await _directory.OpenAsync();
        var error = await Assert.ThrowsAsync<StoreException>(async () => await stores.Accounts.FindAsync(_juliet));

        Assert.Equal(StoreFailure.Corrupt, error.Failure);
        Assert.Contains("restore it from a backup", error.Message, StringComparison.Ordinal);
        Assert.True(await stores.Accounts.ExistsAsync(_juliet));
    }

    [Fact]
    public async Task Directory_that_cannot_be_made_is_named()
    {
        string file = Path.GetTempFileName();

        var error = await Assert.ThrowsAsync<StoreException>(() => SqliteStores.OpenAsync(
            Path.Combine(file, "data"), new SqliteOptions(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        File.Delete(file);

        Assert.Equal(StoreFailure.Inaccessible, error.Failure);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private async Task CreateAsync()
    {
        await using SqliteStores stores = await _directory.OpenAsync();
        await stores.Accounts.CreateAsync(_juliet, Samples.Credentials(1));
    }
}
