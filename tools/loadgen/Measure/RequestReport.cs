namespace Meerkat.LoadGen.Measure;

/// <summary>
/// What became of IQ requests of one kind. Answered counts the whole run, AnsweredInWindow the measured time.
/// </summary>
internal sealed record RequestReport(
    string Kind, long Sent, long Answered, long AnsweredInWindow, long Refused, long Lost, long Unsent, LatencySummary Latency)
{
    public long Wrong => Refused + Lost + Unsent;
}
