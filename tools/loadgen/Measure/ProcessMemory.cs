namespace Meerkat.LoadGen.Measure;

/// <summary>Memory of one or more processes, in bytes. <see cref="PssBytes"/> is null where it may not be read.</summary>
internal readonly record struct ProcessMemory(long RssBytes, long? PssBytes)
{
    public static ProcessMemory operator +(ProcessMemory left, ProcessMemory right) =>
        new(left.RssBytes + right.RssBytes, left.PssBytes + right.PssBytes);
}
