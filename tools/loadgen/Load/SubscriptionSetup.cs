using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The phase that makes the mutual subscriptions a scenario needs, over XMPP as any client would. It ends when all are
/// there, or nothing has changed for the time-out of a login. Belongs to the run's thread.
/// </summary>
internal sealed class SubscriptionSetup(LoadOptions options, FailureCounts failures)
{
    private readonly List<RosterOwner> _owners = [];

    /// <summary>So far.</summary>
    public int Made => _owners.Sum(owner => owner.Made);

    private int Missing => _owners.Sum(owner => owner.Missing);

    /// <summary>The first of each group and all others of it.</summary>
    public SetupReport Establish(IReadOnlyList<LoadUser> users, Action onTick, CancellationToken stop)
    {
        foreach (var group in users.Chunk(options.GroupSize))
        {
            if (Array.TrueForAll(group, user => user.IsOnline))
                Add(group);
        }

        var start = Stopwatch.GetTimestamp();
        _owners.ForEach(owner => owner.Begin());
        Wait(onTick, stop);
        _owners.ForEach(owner => owner.User.OtherContacts = owner.Others);
        return new SetupReport(
            Made, _owners.Sum(owner => owner.AlreadyThere), Missing, _owners.Sum(owner => owner.Others.Count),
            Stopwatch.GetElapsedTime(start));
    }

    private void Add(LoadUser[] group)
    {
        foreach (var contact in group.AsSpan(1))
            contact.Traffic = new RosterContact(contact.Stream);
        var owner = new RosterOwner(group[0], group[1..], failures);
        group[0].Traffic = owner;
        _owners.Add(owner);
    }

    private void Wait(Action onTick, CancellationToken stop)
    {
        var (lastChange, missing) = (Stopwatch.GetTimestamp(), Missing);
        while (missing > 0 && !stop.IsCancellationRequested && Stopwatch.GetElapsedTime(lastChange) < options.Timeout)
        {
            PreciseSleep.For(TimeSpan.FromMilliseconds(5));
            onTick();
            var now = Missing;
            if (now != missing)
                (lastChange, missing) = (Stopwatch.GetTimestamp(), now);
        }
    }
}
