using Meerkat.Engine.Storage;

namespace Meerkat.Storage.Child;

/// <summary>Keys of the right sizes that belong to no password.</summary>
internal static class SampleCredentials
{
    public static Credentials Create() => new(Keys(20), Keys(32), Keys(64));

    private static ScramKeys Keys(int hashBytes) => new(new byte[16], 10_000, new byte[hashBytes], new byte[hashBytes]);
}
