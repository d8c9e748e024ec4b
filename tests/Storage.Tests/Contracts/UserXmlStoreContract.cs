using Meerkat.Engine.Storage;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="IUserXmlStore"/> promises.</summary>
public abstract class UserXmlStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private IUserXmlStore UserXml => Stores.UserXml;

    [Fact]
    public async Task Get_of_nothing_is_null()
    {
        Assert.Null(await UserXml.GetAsync(Juliet, "vcard"));
        Assert.Null(await UserXml.GetAsync(Nobody, "vcard"));
    }

    [Fact]
    public async Task Get_returns_what_was_set_under_exactly_this_key()
    {
        await SetAsync("vcard", "<vCard/>");
        await SetAsync("VCARD", "<other/>");

        Assert.Equal("<vCard/>", Samples.Text(await UserXml.GetAsync(JulietOnBalcony, "vcard")));
        Assert.Equal("<other/>", Samples.Text(await UserXml.GetAsync(Juliet, "VCARD")));
        Assert.Null(await UserXml.GetAsync(Romeo, "vcard"));
    }

    [Fact]
    public async Task Set_replaces_what_was_there_even_at_the_limit()
    {
        await SetAsync("vcard", "<old/>");

        bool isSet = await UserXml.SetAsync(JulietOnBalcony, "vcard", Samples.Utf8("<new/>"), maxKeys: 1);

        Assert.True(isSet);
        Assert.Equal("<new/>", Samples.Text(await UserXml.GetAsync(Juliet, "vcard")));
    }

    [Fact]
    public async Task Set_of_one_key_too_many_is_refused()
    {
        await SetAsync("a", "<a/>");
        await SetAsync("b", "<b/>");

        Assert.False(await UserXml.SetAsync(Juliet, "c", Samples.Utf8("<c/>"), maxKeys: 2));
        Assert.True(await UserXml.SetAsync(Juliet, "c", Samples.Utf8("<c/>"), maxKeys: 3));
    }

    [Fact]
    public async Task Set_for_an_unknown_account_is_refused() =>
        Assert.False(await UserXml.SetAsync(Nobody, "vcard", Samples.Utf8("<vCard/>"), 10));

    [Fact]
    public async Task Set_copies_the_element_before_it_returns()
    {
        byte[] buffer = Samples.Utf8("a");

        ValueTask<bool> set = UserXml.SetAsync(Juliet, "vcard", buffer, 10);
        buffer[0] = (byte)'!';
        await set;

        Assert.Equal("a", Samples.Text(await UserXml.GetAsync(Juliet, "vcard")));
    }

    [Fact]
    public async Task Sets_of_many_keys_in_parallel_keep_the_limit()
    {
        bool[] isSet = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(async () => await UserXml.SetAsync(Juliet, $"{i}", Samples.Utf8("<a/>"), 20))));

        Assert.Equal(20, isSet.Count(isKept => isKept));
    }

    private async Task SetAsync(string key, string element) =>
        Assert.True(await UserXml.SetAsync(Juliet, key, Samples.Utf8(element), 10));
}
