using Meerkat.Engine.Storage;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>What <see cref="ILastActivityStore"/> promises.</summary>
public abstract class LastActivityStoreContract<TBackend> : StoreContract<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly DateTimeOffset _night = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private ILastActivityStore LastActivity => Stores.LastActivity;

    [Fact]
    public async Task Account_never_seen_has_none() => Assert.Null(await LastActivity.FindAsync(Juliet));

    [Fact]
    public async Task Unknown_account_has_none_and_takes_none()
    {
        await LastActivity.SetAsync(Nobody, new LastActivity(_night, ""));

        Assert.Null(await LastActivity.FindAsync(Nobody));
    }

    [Fact]
    public async Task Find_returns_the_latest_to_the_millisecond()
    {
        await LastActivity.SetAsync(Juliet, new LastActivity(DateTimeOffset.UnixEpoch, "old"));
        await LastActivity.SetAsync(JulietOnBalcony, new LastActivity(_night, "Parting is such sweet sorrow ♥"));

        Assert.Equal(
            new LastActivity(_night, "Parting is such sweet sorrow ♥"), await LastActivity.FindAsync(JulietOnBalcony));
        Assert.Null(await LastActivity.FindAsync(Romeo));
    }

    [Fact]
    public async Task Time_of_another_zone_is_the_same_moment()
    {
        await LastActivity.SetAsync(Juliet, new LastActivity(_night.ToOffset(TimeSpan.FromHours(2)), ""));

        Assert.Equal(_night, (await LastActivity.FindAsync(Juliet))!.At);
    }
}
