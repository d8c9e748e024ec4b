namespace Meerkat.Engine.Tests.Net;

/// <summary>Bytes in which a place that is wrong is seen.</summary>
internal static class TestBytes
{
    public static byte[] Of(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)('a' + (i % 23));
        return bytes;
    }
}
