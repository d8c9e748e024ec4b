namespace Meerkat.Engine.Tests.Streams;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + TestClient.Patience;
        while (!condition())
        {
            if (DateTime.UtcNow > deadline) throw new TimeoutException("What was waited for did not happen.");
            await Task.Yield();
        }
    }
}
