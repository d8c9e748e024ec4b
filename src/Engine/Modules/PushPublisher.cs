using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Modules;

/// <summary>
/// Publishes notifications, at most one at a time to each registration: what comes meanwhile is told together when the
/// service has answered, so a service that is slow or gone costs one request and one note, however many messages come.
/// Any thread.
/// </summary>
internal sealed class PushPublisher(EngineServices services)
{
    private readonly ILogger _logger = services.Loggers.CreateLogger<PushPublisher>();

    // A leaf: never held across a call out. Invariant: holds exactly the registrations with a request under way.
    private readonly Lock _gate = new();
    private readonly Dictionary<PushTarget, PushSummary?> _again = [];

    /// <summary>Tells all registrations of the account. Never fails.</summary>
    public async ValueTask PublishAsync(Jid account, PushSummary summary)
    {
        try
        {
            var registrations = await services.Stores.Push.ListAsync(account).ConfigureAwait(false);
            if (registrations.Count == 0) return;

            var count = await services.Stores.Offline.CountAsync(account).ConfigureAwait(false);
            foreach (var registration in registrations) Publish(account, registration, summary, count);
        }
        catch (Exception exception)
        {
            ModuleLog.PushFailed(_logger, exception, account);
        }
    }

    /// <summary>The service took the notification, or did not answer.</summary>
    public void Completed(PushTarget target)
    {
        if (End(target) is { } again) _ = RepeatAsync(target, again);
    }

    /// <summary>
    /// The service refused. One that says so for good is not asked again, whatever has come meanwhile; one that may take it
    /// later, or is away for a restart, is asked with the next message.
    /// </summary>
    public void Refused(PushTarget target, in ReceivedError error)
    {
        End(target);
        if (error.IsTemporary || error.Condition.SequenceEqual("remote-server-not-found"u8)) return;

        _ = DisableAsync(target, error.Name);
    }

    private void Publish(Jid account, PushRegistration registration, PushSummary summary, int count)
    {
        var target = new PushTarget(account, registration.Service, registration.Node);
        lock (_gate)
        {
            if (!_again.TryAdd(target, null))
            {
                _again[target] = summary;
                return;
            }
        }

        services.Metrics.PushPublished();
        var turn = services.Turns.Begin();
        var publish = summary.ToPublish(registration, count);
        if (!services.Requests.TrySet(turn, account, registration.Service, publish, new PushPublication(this, target))) End(target);
        turn.End();
    }

    /// <summary>What came while the request was under way, the last of it.</summary>
    private PushSummary? End(PushTarget target)
    {
        lock (_gate)
        {
            _again.Remove(target, out var again);
            return again;
        }
    }

    /// <summary>The registration may be gone, or have other options now.</summary>
    private async Task RepeatAsync(PushTarget target, PushSummary summary)
    {
        services.Work.Begin();
        try
        {
            // Not on the stack of the answer: a service that answers at once would go deeper with each message.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            foreach (var registration in await services.Stores.Push.ListAsync(target.Account).ConfigureAwait(false))
            {
                if (!registration.Service.Equals(target.Service) || registration.Node != target.Node) continue;

                var count = await services.Stores.Offline.CountAsync(target.Account).ConfigureAwait(false);
                // Nothing is left to tell of if the user has been here meanwhile.
                if (count > 0) Publish(target.Account, registration, summary, count);
            }
        }
        catch (Exception exception)
        {
            ModuleLog.PushFailed(_logger, exception, target.Account);
        }
        finally
        {
            services.Work.End();
        }
    }

    private async Task DisableAsync(PushTarget target, string condition)
    {
        services.Work.Begin();
        try
        {
            services.Metrics.PushDisabled();
            ModuleLog.PushDisabled(_logger, target.Account, target.Service, condition);
            await services.Stores.Push.DisableAsync(target.Account, target.Service, target.Node).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ModuleLog.PushFailed(_logger, exception, target.Account);
        }
        finally
        {
            services.Work.End();
        }
    }
}

/// <summary>A registration, as far as it says which one it is.</summary>
internal readonly record struct PushTarget(Jid Account, Jid Service, string Node);
