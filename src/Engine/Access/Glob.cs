using System.Text;

namespace Meerkat.Engine.Access;

/// <summary>
/// A pattern of an operator's: <c>*</c> stands for any characters, also none, <c>?</c> for one. Immutable; any thread.
/// Matching allocates nothing and takes at most as many steps as pattern times text have bytes, whatever they are.
/// </summary>
public sealed class Glob : IEquatable<Glob>
{
    private readonly byte[] _pattern;
    private readonly bool _isLiteral;

    /// <param name="pattern">In the prepared form of what it is matched with.</param>
    public Glob(string pattern)
    {
        _pattern = Encoding.UTF8.GetBytes(pattern);
        _isLiteral = !HasWildcard(pattern);
    }

    public static bool HasWildcard(string pattern) => pattern.AsSpan().ContainsAny('*', '?');

    /// <param name="text">UTF-8.</param>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_isLiteral) return text.SequenceEqual(_pattern);

        // Only the last star is ever tried again: what an earlier one could take more of, the last one can too.
        var (inPattern, inText) = (0, 0);
        var (behindStar, starEnd) = (-1, 0);
        while (inText < text.Length)
        {
            var wanted = inPattern < _pattern.Length ? _pattern[inPattern] : default;
            if (wanted == '*')
            {
                (behindStar, starEnd) = (++inPattern, inText);
            }
            else if (wanted == '?')
            {
                inPattern++;
                inText += CharacterBytes(text[inText]);
            }
            else if (wanted == text[inText])
            {
                inPattern++;
                inText++;
            }
            else if (behindStar >= 0)
            {
                starEnd += CharacterBytes(text[starEnd]);
                (inPattern, inText) = (behindStar, starEnd);
            }
            else
            {
                return false;
            }
        }

        return _pattern.AsSpan(inPattern).IndexOfAnyExcept((byte)'*') < 0;
    }

    public bool Equals(Glob? other) => other is not null && _pattern.AsSpan().SequenceEqual(other._pattern);

    public override bool Equals(object? obj) => Equals(obj as Glob);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Encoding.UTF8.GetString(_pattern);

    // By the first byte; the text is well-formed.
    private static int CharacterBytes(byte first) => first switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };
}
