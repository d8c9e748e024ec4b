using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="IPushStore"/> promises.</summary>
public abstract class PushStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly Jid _service = Jid.Parse("push.example");
    private static readonly Jid _other = Jid.Parse("user@push.example/x");

    private IPushStore Push => Stores.Push;

    [Fact]
    public async Task List_of_nothing_is_empty()
    {
        Assert.Empty(await Push.ListAsync(Juliet));
        Assert.Empty(await Push.ListAsync(Nobody));
    }

    [Fact]
    public async Task List_returns_what_was_enabled_for_the_account()
    {
        await EnableAsync(_service, "a", "<x/>");
        await EnableAsync(_service, "A");
        await EnableAsync(_other, "a");

        Assert.Equal(
            ["push.example A ", "push.example a <x/>", "user@push.example/x a "], await TextAsync(JulietOnBalcony));
        Assert.Empty(await Push.ListAsync(Romeo));
    }

    [Fact]
    public async Task Enable_replaces_the_options_even_at_the_limit()
    {
        await EnableAsync(_service, "a", "<old/>");

        var status = await Push.EnableAsync(JulietOnBalcony, new(_service, "a", Samples.Utf8("<new/>")), 1);

        Assert.Equal(PushEnableStatus.Enabled, status);
        Assert.Equal(["push.example a <new/>"], await TextAsync(Juliet));
    }

    [Fact]
    public async Task Enable_of_one_too_many_is_refused()
    {
        await EnableAsync(_service, "a");
        await EnableAsync(_other, "a");

        Assert.Equal(PushEnableStatus.Full, await Push.EnableAsync(Juliet, new(_service, "b", []), 2));
        Assert.Equal(PushEnableStatus.Enabled, await Push.EnableAsync(Juliet, new(_service, "b", []), 3));
    }

    [Fact]
    public async Task Enable_for_an_unknown_account_is_refused() =>
        Assert.Equal(PushEnableStatus.NoSuchAccount, await Push.EnableAsync(Nobody, new(_service, "a", []), 10));

    [Fact]
    public async Task Disable_of_a_node_leaves_the_others()
    {
        await EnableAsync(_service, "a");
        await EnableAsync(_service, "b");
        await EnableAsync(_other, "a");

        await Push.DisableAsync(JulietOnBalcony, _service, "a");

        Assert.Equal(["push.example b ", "user@push.example/x a "], await TextAsync(Juliet));
    }

    [Fact]
    public async Task Disable_without_a_node_leaves_other_services()
    {
        await EnableAsync(_service, "a");
        await EnableAsync(_service, "b");
        await EnableAsync(_other, "a");

        await Push.DisableAsync(Juliet, _service, null);

        Assert.Equal(["user@push.example/x a "], await TextAsync(Juliet));
    }

    [Fact]
    public async Task Disable_of_nothing_does_nothing()
    {
        await EnableAsync(_service, "a");

        await Push.DisableAsync(Juliet, _service, "b");
        await Push.DisableAsync(Juliet, _other, null);
        await Push.DisableAsync(Nobody, _service, null);

        Assert.Single(await Push.ListAsync(Juliet));
    }

    [Fact]
    public async Task Registrations_go_with_the_account()
    {
        await EnableAsync(_service, "a");

        await Stores.Accounts.RemoveAsync(Juliet);
        await Stores.Accounts.CreateAsync(Juliet, Samples.Credentials(1));

        Assert.Empty(await Push.ListAsync(Juliet));
    }

    [Fact]
    public async Task Enables_in_parallel_keep_the_limit()
    {
        PushEnableStatus[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(async () => await Push.EnableAsync(Juliet, new(_service, $"{i}", []), 20))));

        Assert.Equal(20, results.Count(status => status == PushEnableStatus.Enabled));
        Assert.Equal(20, (await Push.ListAsync(Juliet)).Count);
    }

    private async Task EnableAsync(Jid service, string node, string options = "") => Assert.Equal(
        PushEnableStatus.Enabled, await Push.EnableAsync(Juliet, new(service, node, Samples.Utf8(options)), 10));

    private async Task<IEnumerable<string>> TextAsync(Jid account) =>
        (await Push.ListAsync(account)).Select(Samples.Text).Order(StringComparer.Ordinal);
}
