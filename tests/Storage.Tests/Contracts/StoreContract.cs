using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>
/// What the documentation of the store interfaces promises, as tests that every implementation runs. Each test gets
/// empty stores of its own, with two accounts.
/// </summary>
public abstract class StoreContract<TBackend> : IAsyncLifetime
    where TBackend : IBackend, new()
{
    private readonly TBackend _backend = new();

    protected static Jid Juliet { get; } = Jid.Parse("juliet@capulet.example");

    protected static Jid JulietOnBalcony { get; } = Jid.Parse("juliet@capulet.example/balcony");

    protected static Jid Romeo { get; } = Jid.Parse("romeo@montague.example");

    protected static Jid Nobody { get; } = Jid.Parse("nobody@capulet.example");

    protected IStores Stores { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Stores = await _backend.OpenAsync();
        await Stores.Accounts.CreateAsync(Juliet, Samples.Credentials(1));
        await Stores.Accounts.CreateAsync(Romeo, Samples.Credentials(2));
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }
}
