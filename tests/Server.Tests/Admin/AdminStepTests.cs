using System.Net;
using System.Text.Json;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Components;
using Meerkat.Engine.Options;
using Meerkat.Server.Admin;
using Meerkat.Server.Commands;
using Meerkat.Server.Tests.Commands;
using Xunit;

namespace Meerkat.Server.Tests.Admin;

/// <summary>Every command once, with good and bad arguments, through <c>meerkat ctl</c> and over HTTP: commands.txt.</summary>
public sealed class AdminStepTests
{
    private static readonly ComponentOptions _components = new()
    {
        Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
        Password = new Secret("hush"),
    };

    private static readonly string _file = Path.Combine(AppContext.BaseDirectory, "Admin", "commands.txt");

    [Fact]
    public async Task Every_command_does_what_is_written_by_ctl() => await RunAsync(ByCtlAsync);

    [Fact]
    public async Task Every_command_does_what_is_written_by_http() => await RunAsync(ByHttpAsync);

    [Fact]
    public void Every_command_is_run_with_success_and_with_bad_arguments()
    {
        var steps = AdminStep.Read(_file).Where(step => !step.IsConnect).ToList();
        var good = steps.Where(step => step.Failure == 0).Select(step => step.Command);
        var bad = steps.Where(step => step.Failure != 0).Select(step => step.Command);

        // Every service that a server has now is one that it needs: see LifecycleCommandsTests of Engine.Tests.
        Assert.Equal(
            ["service start", "service stop", "service purge"],
            AdminCatalogue.Commands.Select(command => command.FullName).Except(good));
        // What takes no arguments has none that are bad.
        Assert.Empty(AdminCatalogue.Commands.Where(command => command.Parameters.Count > 0).Select(command => command.FullName).Except(bad));
    }

    private static async Task RunAsync(Func<AdminNode, AdminCommand, AdminStep, Task<(int Failure, string Text)>> run)
    {
        await using var node = await AdminNode.StartAsync((_, options) => options with { Components = [_components] });
        List<XmppClient> clients = [];
        foreach (var step in AdminStep.Read(_file))
        {
            if (step.IsConnect)
            {
                clients.Add(await ConnectAsync(node, step.Words[0], step.Words[1]));
                continue;
            }

            Assert.True(AdminCatalogue.TryFind(step.Words[0], step.Words[1], out var command), step.Command);
            var (failure, text) = await run(node, command, step);

            Assert.True(failure == step.Failure, $"commands.txt:{step.Line}: {step.Command} ended with {failure}:\n{text}");
            Assert.True(step.Failure == 2 || step.Matches(text), $"commands.txt:{step.Line}: {step.Command} printed\n{text}");
        }

        foreach (var client in clients) client.Dispose();
    }

    private static Task<XmppClient> ConnectAsync(AdminNode node, string jid, string password) =>
        jid.Contains('@', StringComparison.Ordinal)
            ? XmppClient.LoginAsync(node.ClientEndPoint, jid, password)
            : XmppClient.ConnectComponentAsync(node.ComponentEndPoint, jid, password);

    private static async Task<(int Failure, string Text)> ByCtlAsync(AdminNode node, AdminCommand command, AdminStep step)
    {
        List<string> words = ["ctl", "--admin-socket", node.Socket, command.Category, command.Name];
        var input = "";
        foreach (var (name, value) in step.Arguments)
        {
            var form = command.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Type.Form;
            if (form is AdminForm.Secret or AdminForm.SecretLines) input = value + "\n";
            words.AddRange(form switch
            {
                AdminForm.Secret => [$"--{name}-stdin"],
                AdminForm.SecretLines => [$"--{name}-file", "-"],
                _ => [$"--{name}", value],
            });
        }

        var done = await CommandRun.WithInputAsync(input, [.. words]);

        const string Complaint = "meerkat: ";
        return (done.ExitCode, done.ExitCode == 0 ? done.Output : done.Error.Replace(Complaint, "", StringComparison.Ordinal).TrimEnd('\n'));
    }

    private static async Task<(int Failure, string Text)> ByHttpAsync(AdminNode node, AdminCommand command, AdminStep step)
    {
        using var http = node.OpenHttp();
        using var request = RequestOf(command, step);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            using var problem = await JsonDocument.ParseAsync(body, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal((int)response.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
            return (response.StatusCode == HttpStatusCode.BadRequest ? 2 : 1, problem.RootElement.GetProperty("detail").GetString()!);
        }

        using var text = new StringWriter();
        await CtlOutput.WriteAsync(body, command.Shape, text, TestContext.Current.CancellationToken);
        return (0, text.ToString());
    }

    /// <summary>Numbers as numbers, unlike what ctl sends.</summary>
    private static HttpRequestMessage RequestOf(AdminCommand command, AdminStep step)
    {
        var path = $"/api/v1/{command.Category}/{command.Name}";
        if (AdminRequest.MethodOf(command) == "GET")
        {
            var query = step.Arguments.Select(argument => $"{argument.Name}={Uri.EscapeDataString(argument.Value)}");
            return new HttpRequestMessage(HttpMethod.Get, $"{path}?{string.Join('&', query)}");
        }

        var members = step.Arguments.GroupBy(argument => argument.Name).Select(group =>
        {
            var form = command.Parameters.FirstOrDefault(parameter => parameter.Name == group.Key)?.Type.Form;
            var value = form switch
            {
                AdminForm.Texts => JsonSerializer.Serialize(group.Select(argument => argument.Value)),
                AdminForm.SecretLines => JsonSerializer.Serialize(group.Single().Value.Split('\n')),
                AdminForm.Number or AdminForm.Boolean when group.Single().Value.All(char.IsAsciiLetterOrDigit)
                    && group.Single().Value is not "many" => group.Single().Value,
                _ => JsonSerializer.Serialize(group.Single().Value),
            };
            return $"\"{group.Key}\": {value}";
        });
        return new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent($"{{{string.Join(',', members)}}}", null, "application/json"),
        };
    }
}
