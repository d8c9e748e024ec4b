using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Meerkat.Conformance.Servers;

namespace Meerkat.Conformance.Runner;

/// <summary>Plays one script against one server, step by step. One per run; not thread-safe.</summary>
internal sealed partial class ScriptRunner : IAsyncDisposable
{
    private readonly Script _script;
    private readonly IServer _server;
    private readonly Dictionary<string, Client> _clients = [];
    private readonly Transcript _transcript = new();
    private readonly Variables _variables = new();
    private readonly Regex _ownAddresses;

    public ScriptRunner(Script script, IServer server)
    {
        _script = script;
        _server = server;
        var localparts = script.Clients.Values.Where(client => !client.IsComponent).Select(client => Regex.Escape(client.Localpart)).Distinct();
        // Without any the expression finds nothing: a component's addresses are its own.
        var pattern = string.Join('|', localparts);
        _ownAddresses = new Regex(pattern.Length == 0 ? "(?!)" : $@"\b({pattern})@", RegexOptions.IgnoreCase);
        foreach (var declaration in script.Clients.Values)
            AddClient(declaration);
    }

    public async Task RunAsync()
    {
        foreach (var step in _script.Steps)
        {
            _transcript.Step(step);
            await ExplainedAsync(step, () => PlayAsync(step));
        }

        await ExplainedAsync(new Step(0, "everything", "is said", ""), ExpectNothingLeftAsync);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
    }

    private async Task ExplainedAsync(Step step, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is ScriptFailure or IOException or SocketException or AuthenticationException or TimeoutException or XmlException)
        {
            throw new ScriptFailure($"{_script.Name}, {step}\n{e.Message}\n\nThe conversation so far:\n{_transcript}");
        }
    }

    // Long by design: one case per verb of the script language.
    private Task PlayAsync(Step step)
    {
        if (step.Actor == "Server")
            return PlayServerAsync(step.Verb);
        if (step.Actor == "everything")
            return SettleAsync();
        var client = _clients[step.Actor];
        switch (step.Verb)
        {
            case "connects":
                return NotingJidAsync(client, client.ConnectAsync);
            case "opens a connection":
                return client.OpenConnectionAsync();
            case "opens a stream":
                return client.OpenStreamAsync();
            case "starts TLS":
                return client.StartTlsAsync();
            case "handshakes":
                return client.Connection.HandshakeTlsAsync(client.Declaration.Domain);
            case "authenticates":
                return client.AuthenticateAsync();
            case "binds":
                return NotingJidAsync(client, client.BindAsync);
            case "comes online":
                return ComeOnlineAsync(client, "<presence/>");
            case "comes online with priority":
                return ComeOnlineAsync(client, $"<presence><priority>{step.Text.Trim()}</priority></presence>");
            case "gets the roster":
                return GetRosterAsync(client);
            case "sends":
                return client.SendAsync(_variables.Expand(step.Text.Trim(), Localised));
            case "sends raw":
                return SendRawAsync(client, step.Text.Trim());
            case "receives":
                return ReceiveAsync(client, Expectation.Parse(step.Text, client.Content));
            case "receives in any order":
                return ReceiveInAnyOrderAsync(client, Expectation.Parse(step.Text, client.Content));
            case "may receive":
                return MayReceiveAsync(client, Expectation.Parse(step.Text, client.Content));
            case "receives nothing":
                return ReceiveNothingAsync(client);
            case "receives stream error":
                return ReceiveAsync(client, Expectation.StreamError(step.Text.Trim()));
            case "is disconnected":
                return ReceiveAsync(client, [new XElement(XmppConnection.ConnectionClosed)]);
            case "disconnects":
                return client.DisconnectAsync();
            case "resets the connection":
                client.Connection.Reset();
                return Task.CompletedTask;
            default:
                return PlayRareAsync(client, step);
        }
    }

    private async Task PlayServerAsync(string verb)
    {
        switch (verb)
        {
            case "is killed":
                await _server.KillAsync();
                break;
            case "is stopped":
                if (await _server.StopAsync() is not 0 and var exitCode)
                    throw new ScriptFailure($"the server's exit code is {exitCode}");
                break;
            case "is started":
                await _server.StartAsync();
                await ReplaceClientsAsync();
                break;
            default:
                throw new ScriptFailure($"a server cannot '{verb}'");
        }
    }

    private Task PlayRareAsync(Client client, Step step) =>
        RepeatedReceive().Match(step.Verb) is { Success: true } match
            ? ReceiveAsync(client, [.. Enumerable.Repeat(step.Text, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).SelectMany(text => Expectation.Parse(text, client.Content))])
            : PlayFriendshipAsync(client, step.Verb);

    private async Task PlayFriendshipAsync(Client client, string verb)
    {
        var words = verb.Split(' ');
        if (!_clients.TryGetValue(words[^1], out var contact))
            throw new ScriptFailure($"unknown step '{verb}'");
        switch (string.Join(' ', words[..^1]))
        {
            case "befriends":
                await SubscribeAsync(client, contact);
                await SubscribeAsync(contact, client);
                break;
            case "subscribes to":
                await SubscribeAsync(client, contact);
                break;
            default:
                throw new ScriptFailure($"unknown step '{verb}'");
        }
    }

    // Done with connections of their own, before either is online, so that the script starts with a clean slate.
    private async Task SubscribeAsync(Client subscriber, Client contact)
    {
        await using var one = NewClient(subscriber.Declaration with { Resource = null });
        await using var two = NewClient(contact.Declaration with { Resource = null });
        await one.ConnectAsync();
        await two.ConnectAsync();
        await one.SendAsync("<presence/>");
        await two.SendAsync("<presence/>");
        await one.SendAsync(Localised($"<presence type='subscribe' to='{BareJid(contact)}'/>"));
        await one.ReadUntilQuietAsync();
        await two.SendAsync(Localised($"<presence type='subscribed' to='{BareJid(subscriber)}'/>"));
        await two.ReadUntilQuietAsync();
        await one.ReadUntilQuietAsync();
        await one.DisconnectAsync();
        await two.DisconnectAsync();
    }

    private async Task ComeOnlineAsync(Client client, string presence)
    {
        await NotingJidAsync(client, client.ConnectAsync);
        await client.SendAsync(presence);
        await client.ReadUntilQuietAsync();
        await SettleAsync();
    }

    // Twice around: what one client's last stanza causes at another may itself be answered.
    private async Task SettleAsync()
    {
        foreach (var client in _clients.Values.Concat(_clients.Values).Where(client => client.IsBound))
        {
            await client.ReadUntilQuietAsync();
            client.Connection.DropUnread();
        }
    }

    private async Task GetRosterAsync(Client client)
    {
        await client.SendAsync("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
        await client.ReadUntilQuietAsync();
    }

    private Task SendRawAsync(Client client, string text)
    {
        var expanded = _variables.Expand(text, Localised);
        return client.Connection.SendAsync(Escapes.ToBytes(expanded), expanded);
    }

    private async Task ReceiveAsync(Client client, List<XElement> expected)
    {
        foreach (var wanted in expected)
        {
            var actual = await client.Connection.ReceiveAsync();
            if (StanzaMatcher.Compare(wanted, actual, _variables) is { } difference)
                throw Mismatch([wanted], actual, difference);
            NoteJid(client, actual);
        }
    }

    private async Task ReceiveInAnyOrderAsync(Client client, List<XElement> expected)
    {
        while (expected.Count > 0)
        {
            var actual = await client.Connection.ReceiveAsync();
            var found = expected.FindIndex(wanted => StanzaMatcher.Compare(wanted, actual, _variables) is null);
            if (found < 0)
                throw Mismatch(expected, actual, "none of them matches");
            expected.RemoveAt(found);
        }
    }

    // Where a specification leaves the choice between an answer and silence.
    private async Task MayReceiveAsync(Client client, List<XElement> expected)
    {
        await ReadAllAsync(client);
        if (client.Connection.Unread.Count > 0)
            await ReceiveAsync(client, expected);
    }

    private async Task ReceiveNothingAsync(Client client)
    {
        await ReadAllAsync(client);
        if (client.Connection.Unread is { Count: > 0 } unread)
            throw new ScriptFailure($"{client.Declaration.Name} expected nothing and received\n{string.Join('\n', unread)}");
    }

    // All others first: what they have sent is then dealt with, and so has reached this client's stream if it ever will.
    private async Task ReadAllAsync(Client client)
    {
        foreach (var other in _clients.Values.Where(other => other != client && other.IsBound))
            other.Connection.PutBack(await other.ReadUntilQuietAsync());
        client.Connection.PutBack(await client.ReadUntilQuietAsync());
    }

    private async Task ExpectNothingLeftAsync()
    {
        foreach (var client in _clients.Values.Where(client => client.IsBound && client.Connection.IsOpen))
            await ReceiveNothingAsync(client);
    }

    private async Task NotingJidAsync(Client client, Func<Task> action)
    {
        await action();
        _variables.Set(client.Declaration.Name, client.FullJid!);
    }

    private void NoteJid(Client client, XElement received)
    {
        client.NoteBinding(received);
        if (client.FullJid is not null)
            _variables.Set(client.Declaration.Name, client.FullJid);
    }

    private async Task ReplaceClientsAsync()
    {
        foreach (var (name, client) in _clients)
        {
            await client.DisposeAsync();
            _clients[name] = NewClient(client.Declaration);
        }
    }

    private void AddClient(ClientDeclaration declaration)
    {
        var client = NewClient(declaration);
        _clients.Add(declaration.Name, client);
        _variables.Set(declaration.Name, $"{declaration.Localpart}@{declaration.Domain}/{declaration.Resource}");
        _variables.Set($"{declaration.Name}.localpart", _script.AccountOf(declaration));
        _variables.Set($"{declaration.Name}.plain", client.PlainResponse);
    }

    private Client NewClient(ClientDeclaration declaration)
    {
        var connection = new XmppConnection(declaration.Name, _transcript, Unlocalised);
        return declaration.IsComponent
            ? new ScriptedComponent(declaration, _server.Endpoints, connection)
            : new Client(declaration, _script.AccountOf(declaration), _server.Endpoints, connection);
    }

    private static string BareJid(Client client) => $"{client.Declaration.Localpart}@{client.Declaration.Domain}";

    // Scripts say juliet@localhost; the server knows juliet.s7@localhost.
    private string Localised(string text) => _ownAddresses.Replace(text, $"$1{_script.AccountSuffix}@");

    private string Unlocalised(string text) =>
        text.Replace(_script.AccountSuffix + "@", "@", StringComparison.OrdinalIgnoreCase);

    private static ScriptFailure Mismatch(List<XElement> expected, XElement actual, string difference)
    {
        var wanted = string.Join("\n    ", expected.Select(element => element.ToString(SaveOptions.DisableFormatting)));
        return new ScriptFailure($"expected:\n    {wanted}\nreceived:\n    {actual.ToString(SaveOptions.DisableFormatting)}\nbecause: {difference}");
    }

    [GeneratedRegex(@"^receives (\d+) times$")]
    private static partial Regex RepeatedReceive();
}
