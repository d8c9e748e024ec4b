using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Routing;

/// <summary>
/// The server's own requests that wait for an answer, by id and by who is to answer. What answers one is no longer routed:
/// it cannot be stored, pushed or answered. One per process; any thread.
/// </summary>
public sealed class PendingRequests(Clock clock, ServerMetrics metrics, ILogger<PendingRequests> logger) : IHeartbeatTask
{
    /// <summary>At once, for all users together: some 2 MB. At the timeout's 30 s it allows 300 requests a second to peers
    /// that never answer.</summary>
    public const int MaxRequests = 10_000;

    /// <summary>RFC 6120 names none; clients give a server about as long.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // Deadlines are seconds, and a look at all requests takes a fraction of a millisecond.
    private const long LookMs = 1000;

    // 128 random bits as hexadecimal digits: an answer to what was not asked cannot be made up.
    private const int IdBytes = 16;
    private const int IdLength = 2 * IdBytes;

    private readonly ConcurrentDictionary<UInt128, Pending> _requests = new();
    private int _count;
    private long _nextLookMs;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The id of a request about to be sent, which <paramref name="handler"/> now waits for; false if too many do.</summary>
    public bool TryAdd(Jid from, Jid to, IResponseHandler handler, [NotNullWhen(true)] out byte[]? id)
    {
        id = null;
        if (Interlocked.Increment(ref _count) > MaxRequests)
        {
            Interlocked.Decrement(ref _count);
            metrics.RequestRefused();
            return false;
        }

        id = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)));
        TryReadId(id, out var key);
        _requests[key] = new Pending(from, to, handler, clock.NowMs + (long)Timeout.TotalMilliseconds);
        metrics.RequestSent();
        return true;
    }

    /// <summary>True if the result or error answers a request, whose handler then has had it.</summary>
    public bool TryComplete(in Stanza answer)
    {
        if (Count == 0 || !TryReadId(answer.Header.Id.Raw, out var id)) return false;
        if (!_requests.TryGetValue(id, out var request) || !request.IsAnsweredBy(in answer) || !TryRemove(id, request)) return false;

        metrics.RequestAnswered();
        try
        {
            request.Handler.OnAnswer(in answer);
        }
        catch (Exception exception)
        {
            RouterLog.ResponseHandlerFailed(logger, exception, request.To.ToString());
        }

        return true;
    }

    public void OnTick(Turn turn)
    {
        if (Count == 0 || turn.NowMs < _nextLookMs) return;

        _nextLookMs = turn.NowMs + LookMs;
        foreach (var (id, request) in _requests)
        {
            if (turn.NowMs < request.DeadlineMs || !TryRemove(id, request)) continue;

            metrics.RequestTimedOut();
            request.Handler.OnTimeout(turn);
        }
    }

    /// <summary>False if an answer, or the heartbeat, was faster.</summary>
    private bool TryRemove(UInt128 id, Pending request)
    {
        if (!_requests.TryRemove(new(id, request))) return false;

        Interlocked.Decrement(ref _count);
        return true;
    }

    private static bool TryReadId(ReadOnlySpan<byte> text, out UInt128 id)
    {
        id = default;
        return text.Length == IdLength
            && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }

    private sealed class Pending(Jid from, Jid to, IResponseHandler handler, long deadlineMs)
    {
        public Jid To { get; } = to;

        public IResponseHandler Handler { get; } = handler;

        public long DeadlineMs { get; } = deadlineMs;

        /// <summary>RFC 6120 §8.1.2.1: an answer without <c>to</c> is for the account that answers.</summary>
        public bool IsAnsweredBy(in Stanza answer) =>
            answer.From.Equals(To) && (answer.HasTo ? answer.To.Utf8 : answer.From.Bare).SequenceEqual(from.Utf8);
    }
}
