using System.Text;
using Meerkat.Parser.Jids;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

public sealed class UserImportCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-import-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Accounts_are_added_and_known_ones_get_the_new_password()
    {
        await ImportAsync("romeo@example.net,old\n");

        var run = await ImportAsync("# user,password\r\n\r\n juliet@example.com ,a,b, \r\nRomeo@example.net,new\r\n");
        var list = await CommandRun.OfAsync("user", "list", "--data", _data);

        Assert.Equal(new(0, "2 accounts imported: 1 added, 1 with a new password\n", ""), run);
        Assert.Equal("juliet@example.com\nromeo@example.net\n", list.Output);
    }

    [Fact]
    public async Task Password_is_all_behind_the_first_comma()
    {
        await ImportAsync("juliet@example.com, a,b \n");

        Assert.True(await CanLogInAsync("juliet@example.com", " a,b "));
        Assert.False(await CanLogInAsync("juliet@example.com", "a,b"));
    }

    [Fact]
    public async Task Wrong_lines_are_all_named_without_their_passwords_and_nothing_is_imported()
    {
        var path = Path.Combine(_data, "accounts");
        byte[] content =
        [
            .. "romeo@example.com,fine\nsecret\n@example.com,secret\na b@example.com,secret\nexample.com,secret\n"u8,
            .. "juliet@example.com/x,secret\njuliet@example.com,\nmercutio@example.com,se\u0007cret\nROMEO@example.com,secret\n"u8,
            .. "nurse@example.com,"u8, 0xFF, (byte)'\n',
        ];
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("user", "import", path, "--data", _data, "--scram-iterations", "4096");

        const string NoAccount = "what is before the comma is not an account; write user@domain,password";
        const string NoPassword = "the password is empty or has characters that SASLprep (RFC 4013) prohibits";
        Assert.Equal(
            $"""
            {path}:2: there is no comma; write user@domain,password
            {path}:3: {NoAccount}
            {path}:4: {NoAccount}
            {path}:5: {NoAccount}
            {path}:6: {NoAccount}
            {path}:7: {NoPassword}
            {path}:8: {NoPassword}
            {path}:9: romeo@example.com is in line 1 already
            {path}:10: the line is not UTF-8
            meerkat: nothing was imported: 9 of the lines in {path} are wrong

            """,
            run.Error);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("", (await CommandRun.OfAsync("user", "list", "--data", _data)).Output);
    }

    [Fact]
    public async Task File_that_is_not_there_is_one_clear_line()
    {
        var run = await CommandRun.OfAsync("user", "import", "/nonexistent", "--data", _data);

        Assert.Equal(new(1, "", "meerkat: cannot read /nonexistent: Could not find file '/nonexistent'.\n"), run);
    }

    [Fact]
    public async Task Dash_is_standard_input()
    {
        var run = await CommandRun.WithInputAsync(
            "juliet@example.com,secret\n", "user", "import", "-", "--data", _data, "--scram-iterations", "4096");

        Assert.Equal(new(0, "1 accounts imported: 1 added, 0 with a new password\n", ""), run);
    }

    private async Task<CommandRun> ImportAsync(string content)
    {
        var path = Path.Combine(_data, "accounts");
        await File.WriteAllTextAsync(path, content, Encoding.UTF8, TestContext.Current.CancellationToken);
        return await CommandRun.OfAsync("user", "import", path, "--data", _data, "--scram-iterations", "4096");
    }

    private async Task<bool> CanLogInAsync(string account, string password)
    {
        await using var stores = await SqliteStores.OpenAsync(_data, new SqliteOptions(), NullLogger.Instance);
        var keys = (await stores.Accounts.FindAsync(Jid.Parse(account)))!.Sha256;
        return TestScram.Matches(password, keys);
    }
}
