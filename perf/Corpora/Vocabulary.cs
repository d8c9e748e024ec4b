using System.Text;

namespace Meerkat.Perf.Corpora;

/// <summary>Names, addresses and words to fill stanzas with.</summary>
internal static class Vocabulary
{
    private static readonly string[] _users =
        ["romeo", "juliet", "mercutio", "benvolio", "tybalt", "rosaline", "paris", "nurse", "balthasar", "laurence"];

    private static readonly string[] _domains =
        ["montague.example", "capulet.example", "verona.example", "im.shakespeare.example"];

    private static readonly string[] _resources =
        ["balcony", "phone", "Gajim.7F3K2A", "Conversations.x8Kd", "dino.4c1e9f", "desktop"];

    private static readonly string[] _words =
    [
        "meet", "the", "train", "at", "seven", "and", "bring", "your", "notes", "please", "we", "are", "late", "again",
        "see", "you", "there", "after", "lunch", "with", "coffee", "or", "tea", "what", "about", "tomorrow",
    ];

    public static string User(SeededRandom random) => random.Pick(_users);

    public static string Word(SeededRandom random) => random.Pick(_words);

    public static string BareJid(SeededRandom random) => $"{User(random)}{random.Next(1000)}@{random.Pick(_domains)}";

    public static string FullJid(SeededRandom random) => $"{BareJid(random)}/{random.Pick(_resources)}";

    public static string Id(SeededRandom random) => Hex(random, 16);

    public static string Uuid(SeededRandom random) =>
        $"{Hex(random, 8)}-{Hex(random, 4)}-{Hex(random, 4)}-{Hex(random, 4)}-{Hex(random, 12)}";

    public static string Timestamp(SeededRandom random) =>
        $"2024-{1 + random.Next(12):00}-{1 + random.Next(28):00}T{random.Next(24):00}:{random.Next(60):00}:00Z";

    public static string Hex(SeededRandom random, int digits)
    {
        var text = new StringBuilder();
        while (text.Length < digits)
            text.Append($"{random.Next():x16}");
        text.Length = digits;
        return text.ToString();
    }

    /// <summary>Random bytes, in base64.</summary>
    public static string Base64(SeededRandom random, int bytes)
    {
        var data = new byte[bytes];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)random.Next();
        return Convert.ToBase64String(data);
    }

    /// <summary>Words, cut to so many ASCII characters.</summary>
    public static string Sentence(SeededRandom random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(Word(random)).Append(' ');
        text.Length = length;
        text[length - 1] = '.';
        return text.ToString();
    }
}
