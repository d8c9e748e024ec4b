using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Users who write to each other in pairs, or each to an echo: their mailboxes, and what became of all their messages.
/// Filled by the run's thread before the load, read by it afterwards.
/// </summary>
internal sealed class ChatPairs(LoadOptions options, MessageStats stats, LoopKind loop)
{
    private readonly List<Mailbox> _mailboxes = [];

    public IReadOnlyList<Mailbox> Mailboxes => _mailboxes;

    /// <summary>Bytes of each message; 0 as long as there are none.</summary>
    public int StanzaBytes { get; private set; }

    public long Sent => _mailboxes.Sum(mailbox => mailbox.Sent);

    /// <summary>Different messages that have arrived so far.</summary>
    public long Received => _mailboxes.Sum(mailbox => mailbox.Received);

    /// <summary>Joins two users; the mailboxes are theirs to receive with.</summary>
    public (Mailbox Left, Mailbox Right) Join(LoadUser left, LoadUser right)
    {
        var first = Create(left, right.Stream.Jid);
        var second = Create(right, left.Stream.Jid);
        first.PairWith(second, options.BodyBytes);
        second.PairWith(first, options.BodyBytes);
        return (first, second);
    }

    /// <summary>Joins a user with somebody who sends everything back: who is echoed is its own peer.</summary>
    public Mailbox JoinEcho(LoadUser user, string jid)
    {
        var mailbox = Create(user, jid);
        mailbox.PairWith(mailbox, options.BodyBytes);
        return mailbox;
    }

    public MessageReport Report(TimeSpan measured, OpenLoop? sender)
    {
        var delivered = _mailboxes.Sum(mailbox => mailbox.ReceivedInWindow);
        return new MessageReport
        {
            StanzaBytes = StanzaBytes,
            Sent = Sent,
            Received = Received,
            Delivered = delivered,
            DeliveredPerSecond = measured > TimeSpan.Zero ? delivered / measured.TotalSeconds : 0,
            Lost = _mailboxes.Sum(mailbox => mailbox.Lost),
            Duplicated = _mailboxes.Sum(mailbox => mailbox.Duplicated),
            Reordered = _mailboxes.Sum(mailbox => mailbox.Reordered),
            Corrupted = _mailboxes.Sum(mailbox => mailbox.Corrupted),
            Misrouted = _mailboxes.Sum(mailbox => mailbox.Misrouted),
            Bounced = _mailboxes.Sum(mailbox => mailbox.Bounced),
            Unsent = _mailboxes.Sum(mailbox => mailbox.Unsent) + (sender?.Skipped ?? 0),
            Latency = LatencySummary.Of(stats.Latency),
            ScheduleLag = sender is null ? null : LatencySummary.Of(sender.Lag),
        };
    }

    private Mailbox Create(LoadUser user, string recipient)
    {
        var template = new MessageTemplate(recipient, stats.RunId, user.Id, options.BodyBytes);
        if (StanzaBytes == 0)
            StanzaBytes = template.Length;
        var mailbox = new Mailbox(user.Stream, user.Id, template, loop, stats);
        _mailboxes.Add(mailbox);
        return mailbox;
    }
}
