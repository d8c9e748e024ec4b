using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class BufferPoolTests
{
    [Theory]
    [InlineData(1, 512)]
    [InlineData(512, 512)]
    [InlineData(513, 2048)]
    [InlineData(2048, 2048)]
    [InlineData(2049, 8192)]
    [InlineData(8193, 32_768)]
    [InlineData(32_769, 131_072)]
    [InlineData(131_073, 524_288)]
    [InlineData(524_288, 524_288)]
    [InlineData(524_289, 524_289)]
    public void Rental_has_the_next_size(int wanted, int expected)
    {
        var pool = new BufferPool(1024 * 1024);

        byte[] array = pool.Rent(wanted, "test");

        Assert.Equal(expected, array.Length);
        pool.Return(array);
        Assert.Equal(0, pool.RentedBytes);
    }

    [Fact]
    public void Returned_array_is_rented_again()
    {
        var pool = new BufferPool(1024 * 1024);

        for (int i = 0; i < 100; i++)
            pool.Return(pool.Rent(5000, "test"));

        Assert.Equal(1, pool.AllocatedArrays);
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        var pool = new BufferPool(6 * 1024 * 1024);
        List<byte[]> rented = [];
        for (int i = 0; i < 5000; i++)
            rented.Add(pool.Rent(2048, "test"));

        foreach (byte[] array in rented)
            pool.Return(array);

        Assert.Equal(0, pool.RentedBytes);
        Assert.InRange(pool.PooledBytes, 1, 1024 * 1024);
    }
}
