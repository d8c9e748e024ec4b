using System.Net;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Server.Options;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>What administrators can do with the whole server. Owned by <see cref="Node"/>; any thread.</summary>
internal sealed class NodeControl(LogThreshold threshold, TimeProvider time) : INodeControl
{
    // An answer of the store takes milliseconds; whoever asks after the server's health wants to know before he gives up himself.
    private static readonly TimeSpan _storePatience = TimeSpan.FromSeconds(5);

    // Nobody has it: looking for it is all that is asked of the store.
    private static readonly Jid _probe = Jid.Parse("probe@localhost");

    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Null until the server serves.
    private volatile IStores? _stores;
    private volatile NodeConfiguration? _configuration;
    private volatile IReadOnlyList<(string Name, string EndPoint)> _endPoints = [];
    private volatile bool _isStopping;

    public LogLevel LogLevel
    {
        get => threshold.Level;
        set => threshold.Level = value;
    }

    public IReadOnlyList<(string Name, string EndPoint)> EndPoints => _endPoints;

    /// <summary>Completes when an administrator has asked for the end.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>Before any command is run.</summary>
    public void Configured(NodeConfiguration configuration) => _configuration = configuration;

    /// <summary>All listeners are up.</summary>
    public void Serving(IStores stores, IEnumerable<(string Name, IPEndPoint EndPoint)> endPoints)
    {
        _endPoints = [.. endPoints.Select(listener => (listener.Name, listener.EndPoint.ToString()))];
        _stores = stores;
    }

    /// <summary>Nothing new is taken on from now on.</summary>
    public void Stopping() => _isStopping = true;

    public async ValueTask<string?> FindObstacleAsync()
    {
        if (_isStopping) return "the server stops";
        if (_stores is not { } stores) return "the server starts";

        try
        {
            await stores.Accounts.ExistsAsync(_probe).AsTask().WaitAsync(_storePatience, time).ConfigureAwait(false);
            return null;
        }
        catch (TimeoutException)
        {
            return "the store does not answer";
        }
        catch (StoreException exception)
        {
            return $"the store fails: {exception.Failure}";
        }
    }

    public string DescribeConfiguration() => ConfigurationText.Write(_configuration!.InForce);

    public Task<string?> ReloadAsync() => _configuration!.ReloadAsync();

    public void Stop() => _stopRequested.TrySetResult();
}
