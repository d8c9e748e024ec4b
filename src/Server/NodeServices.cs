using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Services;
using Meerkat.Engine.Storage;
using Meerkat.Server.Admin;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>The services that this node is configured to have, and what the rest of it takes from them. Owned by
/// <see cref="Node"/>.</summary>
internal sealed class NodeServices
{
    private readonly StoreService _store;

    /// <summary>Starts nothing.</summary>
    public NodeServices(ServerOptions options, TimeProvider time, ILoggerFactory loggers, AdminService admin)
    {
        Admin = admin;
        _store = new StoreService(options, loggers);
        Passwords = PasswordWorker.Create(options.Services.PasswordThreads);
        // The list is the order in which they start, as far as what they depend on allows.
        Registry = new ServiceRegistry([_store, Passwords, admin], time, loggers.CreateLogger<ServiceRegistry>());
    }

    public ServiceRegistry Registry { get; }

    public PasswordWorker Passwords { get; }

    public AdminService Admin { get; }

    /// <summary>Once the services run.</summary>
    public IStores Stores => _store.Stores;
}
