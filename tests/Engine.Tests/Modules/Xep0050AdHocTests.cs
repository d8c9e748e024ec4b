using System.Text.RegularExpressions;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Tests.Admin;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed partial class Xep0050AdHocTests
{
    private const string Root = "root@example.org";
    private const string Commands = "http://jabber.org/protocol/commands";
    private const string AddUser = "http://jabber.org/protocol/admin#add-user";

    private static TestServerOptions Options => new() { Admins = [Root], DomainAdmins = ["tybalt@example.net"] };

    [Fact]
    public async Task Administrator_finds_every_command_and_others_none()
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");
        var tybalt = await admin.LoginAsync("tybalt@example.net/street");
        var romeo = await admin.LoginAsync("romeo@example.org/orchard");
        const string Items = "<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/></iq>";

        var all = await root.RequestAsync(Items);
        var some = await tybalt.RequestAsync(Items.Replace(".org'>", ".net'>", StringComparison.Ordinal));
        var none = await romeo.RequestAsync(Items);

        Assert.Contains($"node='{AddUser}'", all, StringComparison.Ordinal);
        Assert.All(AdminCatalogue.Commands, command => Assert.Contains($"node='urn:meerkat:admin#{command.Category}/{command.Name}'", all, StringComparison.Ordinal));
        Assert.Contains("#account/register", some, StringComparison.Ordinal);
        Assert.DoesNotContain("#server/stop", some, StringComparison.Ordinal);
        Assert.DoesNotContain("admin#shutdown", some, StringComparison.Ordinal);
        Assert.DoesNotContain("<item", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_says_that_it_is_one()
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");
        var romeo = await admin.LoginAsync("romeo@example.org/orchard");
        var ask = $"<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info' node='{AddUser}'/></iq>";

        var info = await root.RequestAsync(ask);

        Assert.Contains("<identity category='automation' type='command-node' name='Add a user'/>", info, StringComparison.Ordinal);
        Assert.Contains("<feature var='jabber:x:data'/>", info, StringComparison.Ordinal);
        Assert.Contains("<item-not-found ", await romeo.RequestAsync(ask), StringComparison.Ordinal);
        Assert.Contains("type='command-list'", await romeo.RequestAsync(ask.Replace(AddUser, Commands, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_is_added_by_the_standard_s_form()
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");

        var form = await root.RequestAsync(Command(AddUser));
        Assert.Contains("status='executing'", form, StringComparison.Ordinal);
        Assert.Contains("<actions execute='complete'><complete/></actions>", form, StringComparison.Ordinal);
        Assert.Contains("<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/admin</value></field>", form, StringComparison.Ordinal);
        Assert.Contains("<field var='accountjid' type='jid-single' ", form, StringComparison.Ordinal);
        Assert.Contains("<field var='password' type='text-private' ", form, StringComparison.Ordinal);

        var wrong = await root.RequestAsync(Command(AddUser, SessionOf(form), "accountjid=juliet@example.org", "password=a", "password-verify=b"));
        Assert.Contains("<note type='error'>the passwords differ</note>", wrong, StringComparison.Ordinal);
        var done = await root.RequestAsync(
            Command(AddUser, SessionOf(wrong), "accountjid=juliet@example.org", "password=cherub", "password-verify=cherub"));

        Assert.Contains("status='completed'", done, StringComparison.Ordinal);
        Assert.Contains("<note type='info'>juliet@example.org added</note>", done, StringComparison.Ordinal);
        await admin.SayAsync("account check-password", "user=juliet@example.org", "password=cherub");
        var again = await root.RequestAsync(Command(AddUser, SessionOf(done), "accountjid=juliet@example.org", "password=x", "password-verify=x"));
        Assert.Contains("<note type='error'>juliet@example.org exists already</note>", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_are_counted_listed_thrown_out_and_removed()
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");
        var romeo = await admin.LoginAsync("romeo@example.org/orchard");
        await admin.Server.AddAccountAsync("juliet@example.org");

        Assert.Equal("3", await RunAsync(root, "get-registered-users-num", "registeredusersnum"));
        Assert.Equal("2", await RunAsync(root, "get-online-users-num", "onlineusersnum"));
        Assert.Equal("juliet@example.org", await RunAsync(root, "get-registered-users-list", "registereduserjids", "max_items=25"));
        Assert.Equal("never", await RunAsync(root, "get-user-lastlogin", "lastlogin", "accountjids=juliet@example.org"));
        await RunAsync(root, "change-user-password", "", "accountjid=juliet@example.org", "password=new");
        await RunAsync(root, "end-user-session", "", "accountjids=romeo@example.org/orchard");
        Assert.Contains("<not-authorized ", string.Concat(await romeo.ReceiveToEndAsync()), StringComparison.Ordinal);
        await RunAsync(root, "delete-user", "", "accountjids=romeo@example.org", "accountjids=juliet@example.org");
        Assert.Equal(["root@example.org"], await admin.ListAsync("account list"));
        await RunAsync(root, "shutdown", "");
        Assert.True(admin.Node.IsStopped);
    }

    [Fact]
    public async Task Commands_of_the_catalogue_answer_with_tables_numbers_and_texts()
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");

        var form = await root.RequestAsync(Command("urn:meerkat:admin#account/count"));
        var number = await root.RequestAsync(Command("urn:meerkat:admin#account/count", SessionOf(form), "domain="));
        var text = await root.RequestAsync(Command("urn:meerkat:admin#server/config"));
        var table = await root.RequestAsync(Command("urn:meerkat:admin#service/list"));

        Assert.Contains("<field var='result'><value>1</value></field>", number, StringComparison.Ordinal);
        Assert.Contains("<field var='result'><value>[server]</value></field>", text, StringComparison.Ordinal);
        Assert.Contains("<reported><field var='service' ", table, StringComparison.Ordinal);
        Assert.Contains("<item><field var='service'><value>passwords</value></field><field var='state'><value>running</value></field>", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<command xmlns='http://jabber.org/protocol/commands' node='urn:nonsense'/>", "item-not-found")]
    [InlineData("<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/admin#add-user' action='prev'/>", "bad-request")]
    [InlineData("<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/admin#add-user' sessionid='1-x'/>", "bad-request")]
    [InlineData("<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/admin#add-user' sessionid='x'/>", "bad-request")]
    public async Task What_cannot_be_is_refused(string command, string condition)
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");

        var answer = await root.RequestAsync($"<iq type='set' id='1' to='example.org'>{command}</iq>");

        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_ends_when_it_is_cancelled_missing_its_form_or_too_old()
    {
        await using var admin = new AdminFixture(Options);
        var root = await admin.LoginAsync($"{Root}/desk");
        var session = SessionOf(await root.RequestAsync(Command(AddUser)));

        Assert.Contains("status='canceled'", await root.RequestAsync(
            $"<iq type='set' id='1' to='example.org'><command xmlns='{Commands}' node='{AddUser}' sessionid='{session}' action='cancel'/></iq>"), StringComparison.Ordinal);
        Assert.Contains("<bad-request ", await root.RequestAsync(
            $"<iq type='set' id='1' to='example.org'><command xmlns='{Commands}' node='{AddUser}' sessionid='{session}'/></iq>"), StringComparison.Ordinal);
        admin.Server.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("<bad-request ", await root.RequestAsync(Command(AddUser, session, "accountjid=a@example.org")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_and_administrators_of_other_domains_are_refused()
    {
        await using var admin = new AdminFixture(Options);
        var romeo = await admin.LoginAsync("romeo@example.org/orchard");
        var tybalt = await admin.LoginAsync("tybalt@example.net/street");

        Assert.Contains("<forbidden ", await romeo.RequestAsync(Command(AddUser)), StringComparison.Ordinal);
        Assert.Contains("<forbidden ", await tybalt.RequestAsync(Command("http://jabber.org/protocol/admin#shutdown")), StringComparison.Ordinal);
        var form = await tybalt.RequestAsync(Command(AddUser));
        Assert.Contains("<forbidden ", await tybalt.RequestAsync(
            Command(AddUser, SessionOf(form), "accountjid=a@example.org", "password=x", "password-verify=x")), StringComparison.Ordinal);
        Assert.Contains("status='completed'", await tybalt.RequestAsync(
            Command(AddUser, SessionOf(form), "accountjid=a@example.net", "password=x", "password-verify=x")), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(TestClient client, string command, string field, params string[] answers)
    {
        var node = $"http://jabber.org/protocol/admin#{command}";
        var answer = await client.RequestAsync(Command(node));
        if (answer.Contains("status='executing'", StringComparison.Ordinal)) answer = await client.RequestAsync(Command(node, SessionOf(answer), answers));

        Assert.Contains("status='completed'", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("type='error'", answer, StringComparison.Ordinal);
        return field.Length == 0 ? "" : Regex.Match(answer, $"<field var='{field}'><value>([^<]*)</value>").Groups[1].Value;
    }

    private static string Command(string node, string? session = null, params string[] answers)
    {
        var attributes = session is null ? "" : $" sessionid='{session}' action='complete'";
        var fields = answers.Select(answer => answer.Split('=', 2)).GroupBy(answer => answer[0]).Select(group =>
            $"<field var='{group.Key}'>{string.Concat(group.Select(answer => $"<value>{answer[1]}</value>"))}</field>");
        var form = answers.Length == 0 ? "" : $"<x xmlns='jabber:x:data' type='submit'>{string.Concat(fields)}</x>";
        return $"<iq type='set' id='1' to='example.org'><command xmlns='{Commands}' node='{node}'{attributes}>{form}</command></iq>";
    }

    private static string SessionOf(string answer) => SessionId().Match(answer).Groups[1].Value;

    [GeneratedRegex("sessionid='([^']*)'")]
    private static partial Regex SessionId();
}
