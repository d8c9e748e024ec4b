namespace Meerkat.LoadGen.Load;

/// <summary>
/// Checks that the messages 1, 2, 3 … of one sender arrive at one receiver exactly once and in order. Belongs to the
/// receiver's turn; allocates only once something is wrong.
/// </summary>
internal sealed class SequenceChecker
{
    // A peer that loses every other message makes one gap a message; past this many the oldest gap is forgotten, and a
    // message that fills it counts as duplicated.
    private const int MaxGaps = 4096;

    private List<Gap>? _gaps;
    private uint _next = 1;

    /// <summary>Different messages that arrived.</summary>
    public long Distinct { get; private set; }

    public long Duplicated { get; private set; }

    /// <summary>Messages that arrived behind one with a higher number.</summary>
    public long Reordered { get; private set; }

    /// <summary>Of the first <paramref name="sent"/> messages, those that did not arrive.</summary>
    public long Lost(long sent) => Math.Max(0, sent - Distinct);

    /// <summary>Takes note of an arrival; false if it is a duplicate.</summary>
    public bool Accept(uint number)
    {
        if (number == _next)
        {
            _next++;
            Distinct++;
            return true;
        }

        return number > _next ? AcceptAhead(number) : AcceptBehind(number);
    }

    private bool AcceptAhead(uint number)
    {
        _gaps ??= [];
        if (_gaps.Count == MaxGaps)
            _gaps.RemoveAt(0);
        _gaps.Add(new Gap(_next, number - 1));
        _next = number + 1;
        Distinct++;
        return true;
    }

    private bool AcceptBehind(uint number)
    {
        var i = _gaps?.FindIndex(gap => gap.First <= number && number <= gap.Last) ?? -1;
        if (i < 0)
        {
            Duplicated++;
            return false;
        }

        Distinct++;
        Reordered++;
        Fill(i, number);
        return true;
    }

    private void Fill(int index, uint number)
    {
        var gap = _gaps![index];
        _gaps.RemoveAt(index);
        if (number < gap.Last)
            _gaps.Insert(index, new Gap(number + 1, gap.Last));
        if (gap.First < number)
            _gaps.Insert(index, new Gap(gap.First, number - 1));
    }

    /// <summary>Numbers skipped so far, both ends included.</summary>
    private readonly record struct Gap(uint First, uint Last);
}
