using Xunit;

namespace Meerkat.Server.Tests.Commands;

public sealed class UserCommandTests : IDisposable
{
    // The fewest allowed: these passwords protect nothing.
    private const string Iterations = "4096";

    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-user-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Account_is_added_listed_changed_and_removed()
    {
        var added = await AddAsync("Juliet@example.com");
        var listed = await UserAsync("list");
        var changed =
            await UserAsync("passwd", "juliet@example.com", "--password", "other", "--scram-iterations", Iterations);
        var removed = await UserAsync("remove", "juliet@example.com");
        var listedAfter = await UserAsync("list");

        Assert.Equal(new(0, "juliet@example.com added\n", ""), added);
        Assert.Equal(new(0, "juliet@example.com\n", ""), listed);
        Assert.Equal(new(0, "password of juliet@example.com changed\n", ""), changed);
        Assert.Equal(new(0, "juliet@example.com removed\n", ""), removed);
        Assert.Equal(new(0, "", ""), listedAfter);
    }

    [Fact]
    public async Task List_of_a_domain_leaves_out_the_others()
    {
        await AddAsync("juliet@example.com");
        await AddAsync("romeo@example.net");

        var run = await UserAsync("list", "example.net");

        Assert.Equal(new(0, "romeo@example.net\n", ""), run);
    }

    [Fact]
    public async Task Adding_an_account_that_exists_fails()
    {
        await AddAsync("juliet@example.com");

        var run = await AddAsync("juliet@example.com");

        Assert.Equal(new(1, "", "meerkat: juliet@example.com exists already; see meerkat user passwd\n"), run);
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("passwd", "--password", "secret")]
    public async Task Account_that_does_not_exist_is_not_found(string command, params string[] more)
    {
        var run = await UserAsync([command, "nobody@example.com", .. more]);

        Assert.Equal(new(1, "", "meerkat: there is no account nobody@example.com\n"), run);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("juliet@example.com/balcony")]
    [InlineData("juliet@@example.com")]
    public async Task What_is_no_account_is_wrong_usage(string jid)
    {
        var run = await AddAsync(jid);

        Assert.Equal(new(2, "", $"meerkat: '{jid}' is not an account; write user@domain\n"), run);
    }

    [Fact]
    public async Task Data_directory_that_is_not_there_is_not_made_by_reading_commands()
    {
        var missing = Path.Combine(_data, "missing");

        var run = await CommandRun.OfAsync("user", "list", "--data", missing);

        Assert.Equal(
            new(1, "", $"meerkat: there is no data directory {missing}; name it with --data or --config\n"), run);
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task Domain_that_the_configuration_does_not_serve_is_warned_of()
    {
        var file = Path.Combine(_data, "meerkat.toml");
        await File.WriteAllTextAsync(
            file, "server.domains = ['example.com']\nstorage.data = 'db'", TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync(
            "user", "add", "juliet@example.net", "--config", file, "--password", "secret", "--scram-iterations", Iterations);

        Assert.Equal(
            new(0, "juliet@example.net added\n", "meerkat: warning: the configuration file does not serve example.net\n"), run);
        Assert.True(Directory.Exists(Path.Combine(_data, "db")));
    }

    [Fact]
    public async Task Password_is_read_from_the_first_line_of_standard_input()
    {
        var run = await CommandRun.WithInputAsync(
            "se,cret\nmore\n", "user", "add", "juliet@example.com", "--password-stdin", "--data", _data, "--scram-iterations", Iterations);

        Assert.Equal(new(0, "juliet@example.com added\n", ""), run);
    }

    [Fact]
    public async Task Password_is_asked_for_twice_on_a_terminal()
    {
        var run = await AskAsync("secreX\bt\r", "secret\r");

        Assert.Equal(new(0, "juliet@example.com added\n", "Password: \nPassword again: \n"), run);
    }

    [Fact]
    public async Task Passwords_that_differ_are_refused()
    {
        var run = await AskAsync("secret\r", "secrets\r");

        Assert.Equal(new(1, "", "Password: \nPassword again: \nmeerkat: the passwords differ\n"), run);
    }

    [Fact]
    public async Task Without_password_and_terminal_there_is_a_clear_line()
    {
        var run = await UserAsync("add", "juliet@example.com");

        Assert.Equal(
            new(2, "", "meerkat: no password: standard input is no terminal to ask on; use --password-stdin or --password\n"), run);
    }

    [Theory]
    [InlineData("--password", "")]
    [InlineData("--password", "se\u0007cret")]
    [InlineData("--password-stdin")]
    public async Task Unusable_password_is_refused_without_being_shown(params string[] password)
    {
        var run = await UserAsync(["add", "juliet@example.com", .. password]);

        Assert.Equal(
            new(1, "", "meerkat: the password is empty or has characters that SASLprep (RFC 4013) prohibits\n"), run);
    }

    [Theory]
    [InlineData("--password a secret phrase")]
    [InlineData("--password x --secret")]
    [InlineData("--pasword secret")]
    [InlineData("--password-stdin --password secret")]
    public async Task Wrong_usage_does_not_show_what_may_be_the_password(string arguments)
    {
        var run = await UserAsync(["add", "juliet@example.com", .. arguments.Split(' ')]);

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("@secret")]
    [InlineData("-secret")]
    [InlineData("a secret phrase")]
    public async Task Password_may_look_like_something_else(string password)
    {
        var run =
            await UserAsync("add", "juliet@example.com", "--password", password, "--scram-iterations", Iterations);

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Data_directory_that_cannot_be_made_is_one_clear_line()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync(
            "user", "add", "juliet@example.com", "--password", "secret", "--data", file, "--scram-iterations", Iterations);

        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<CommandRun> AddAsync(string jid) =>
        UserAsync("add", jid, "--password", "secret", "--scram-iterations", Iterations);

    private Task<CommandRun> UserAsync(params string[] args) => CommandRun.OfAsync(["user", .. args, "--data", _data]);

    private Task<CommandRun> AskAsync(params string[] answers) => CommandRun.WithKeysAsync(
        string.Concat(answers).Select(KeyOf).ToList().GetEnumerator(),
        "",
        "user", "add", "juliet@example.com", "--data", _data, "--scram-iterations", Iterations);

    private static ConsoleKeyInfo KeyOf(char c) => new(
        c, c switch { '\r' => ConsoleKey.Enter, '\b' => ConsoleKey.Backspace, _ => ConsoleKey.None }, false, false, false);
}
