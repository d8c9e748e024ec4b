using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The books of a load in which one sends and many receive: sources, who gets what, and what became of it. Filled by the
/// run's thread before the load, read by it afterwards.
/// </summary>
internal sealed class FanOut(MessageStats stats)
{
    private readonly Dictionary<uint, FanOutSource> _sources = [];
    private readonly List<FanOutFeed> _feeds = [];
    private long _misrouted;
    private long _others;

    public MessageStats Stats => stats;

    /// <summary>From sending to the delivery to the last recipient.</summary>
    public LatencyHistogram Completion { get; } = new();

    /// <summary>Deliveries to come so far: each stanza to each of its recipients.</summary>
    public long Expected => _sources.Values.Sum(source => (long)source.Sent * source.Recipients);

    public long Received => _feeds.Sum(feed => feed.Received);

    public long Delivered => _feeds.Sum(feed => feed.ReceivedInWindow);

    /// <summary>Stanzas of the same kind that arrived within the window and belong to no source.</summary>
    public long Others => Interlocked.Read(ref _others);

    /// <summary>One more who sends.</summary>
    /// <param name="number">The sender's number in <see cref="MessageBody"/>.</param>
    /// <param name="bodyBytes">The size of the text.</param>
    /// <param name="otherRecipients">Who gets its stanzas besides the recipients added; bare JIDs.</param>
    public FanOutSource AddSource(uint number, int bodyBytes, IReadOnlySet<string> otherRecipients)
    {
        var source = new FanOutSource(number, MessageBody.Create(stats.RunId, number, bodyBytes), stats, Completion)
        {
            OtherRecipients = otherRecipients,
        };
        _sources.Add(number, source);
        return source;
    }

    /// <summary>One more recipient of a source.</summary>
    public FanOutFeed AddFeed(FanOutSource source)
    {
        source.AddRecipient();
        var feed = new FanOutFeed(source, stats);
        _feeds.Add(feed);
        return feed;
    }

    /// <summary>
    /// A stanza of this run came to somebody who does not count on its source: astray, or by what an earlier run left.
    /// </summary>
    // A source that is not here belongs to another process of the run, which alone knows who else gets its stanzas.
    public void OnStray(uint sender, string recipient, long now)
    {
        if (!_sources.TryGetValue(sender, out var source) || source.OtherRecipients.Contains(recipient))
            OnOther(now);
        else
            Interlocked.Increment(ref _misrouted);
    }

    /// <summary>A stanza came that no source has sent.</summary>
    public void OnOther(long now)
    {
        if (stats.Window.Contains(now))
            Interlocked.Increment(ref _others);
    }

    public FanOutReport Report(TimeSpan measured, OpenLoop? loop)
    {
        var delivered = Delivered;
        return new FanOutReport
        {
            Sent = _sources.Values.Sum(source => (long)source.Sent),
            Expected = Expected,
            Received = Received,
            Delivered = delivered,
            DeliveredPerSecond = measured > TimeSpan.Zero ? delivered / measured.TotalSeconds : 0,
            Others = Others,
            Lost = _feeds.Sum(feed => feed.Lost),
            Duplicated = _feeds.Sum(feed => feed.Duplicated),
            Reordered = _feeds.Sum(feed => feed.Reordered),
            Corrupted = _feeds.Sum(feed => feed.Corrupted),
            Misrouted = Interlocked.Read(ref _misrouted),
            Unsent = _sources.Values.Sum(source => source.Unsent) + (loop?.Skipped ?? 0),
            Latency = LatencySummary.Of(stats.Latency),
            Completion = LatencySummary.Of(Completion),
            ScheduleLag = loop is null ? null : LatencySummary.Of(loop.Lag),
        };
    }
}
