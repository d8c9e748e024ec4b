using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlScratchPoolTests
{
    [Fact]
    public void Scanner_holds_scratch_only_while_an_element_is_under_way()
    {
        var pool = new XmlScratchPool(4);
        XmlStreamScanner scanner = Samples.Opened(pool: pool);
        Assert.Equal(0, pool.RentedCount);

        scanner.Scan("<a><b>"u8);
        Assert.Equal(1, pool.RentedCount);

        scanner.Scan("<a><b></b></a>"u8);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void Scanner_keeps_scratch_from_element_to_element_of_one_input()
    {
        var pool = new XmlScratchPool(4);
        XmlStreamScanner scanner = Samples.Opened(pool: pool);

        scanner.Scan("<a/> <b/> "u8);
        Assert.Equal(1, pool.RentedCount);
        scanner.Scan(" <b/> "u8);
        Assert.Equal(1, pool.RentedCount);
        scanner.Scan(" "u8);
        Assert.Equal(0, pool.RentedCount);
    }

    [Theory]
    [InlineData("<a><b></a>")]
    [InlineData("<a><b>\0")]
    [InlineData("<a><b></b></a></stream:stream>")]
    public void Scanner_gives_scratch_back_at_the_end(string content)
    {
        var pool = new XmlScratchPool(4);
        XmlStreamScanner scanner = Samples.Opened(pool: pool);
        ReadOnlySpan<byte> rest = Samples.Utf8(content);

        XmlScanResult result = scanner.Scan(rest);
        scanner.Scan(rest[result.Consumed..]);

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void Reset_gives_scratch_back()
    {
        var pool = new XmlScratchPool(4);
        XmlStreamScanner scanner = Samples.Opened(pool: pool);
        scanner.Scan("<a><b>"u8);

        scanner.Reset();

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void Returned_scratch_is_rented_again()
    {
        var pool = new XmlScratchPool(1);
        XmlScratch first = pool.Rent();
        pool.Return(first);

        Assert.Same(first, pool.Rent());
        Assert.NotSame(first, pool.Rent());
        Assert.Equal(2, pool.RentedCount);
    }

    [Fact]
    public void Oversized_scratch_is_not_kept()
    {
        var pool = new XmlScratchPool(1);
        XmlScratch scratch = pool.Rent();
        for (int i = 0; i < 100; i++)
            scratch.Bindings.Add("abc"u8, 0, 1, 1, 1);
        pool.Return(scratch);

        Assert.NotSame(scratch, pool.Rent());
    }

    [Fact]
    public void Pool_used_by_two_threads_lends_each_scratch_once()
    {
        var pool = new XmlScratchPool(2);
        int collisions = 0;
        void Work()
        {
            for (int i = 0; i < 20_000; i++)
            {
                XmlScratch scratch = pool.Rent();
                if (scratch.Bindings.Count != 0)
                    Interlocked.Increment(ref collisions);
                scratch.Bindings.Add("abc"u8, 0, 1, 1, 1);
                pool.Return(scratch);
            }
        }

        Parallel.Invoke(Work, Work);

        Assert.Equal(0, collisions);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void Waiting_scanner_leaves_room_for_the_scratch_of_others()
    {
        var pool = new XmlScratchPool(1);
        XmlStreamScanner waiting = Samples.Opened(pool: pool);
        waiting.Scan("<a><b>"u8);
        XmlScratch other = pool.Rent();
        pool.Return(other);

        Assert.Same(other, pool.Rent());

        waiting.Scan("<a><b></b></a>"u8);
        Assert.Equal(1, pool.RentedCount);
    }

    [Fact]
    public void Only_so_many_name_caches_wait_with_their_scanners()
    {
        var pool = new XmlScratchPool(16);
        XmlStreamScanner[] scanners = [.. Enumerable.Range(0, 200).Select(_ => Samples.Opened(pool: pool))];
        foreach (XmlStreamScanner scanner in scanners)
            scanner.Scan("<a><b>"u8);
        Assert.Equal(65, pool.NameCacheCount);

        foreach (XmlStreamScanner scanner in scanners)
            Assert.Equal(XmlScanStatus.Element, scanner.Scan("<a><b></b></a>"u8).Status);
        Assert.Equal(0, pool.RentedCount);
        Assert.InRange(pool.NameCacheCount, 1, 65);
    }

    [Fact]
    public void Pool_of_no_capacity_still_lends()
    {
        var pool = new XmlScratchPool(0);

        pool.Return(pool.Rent());

        Assert.Equal(0, pool.RentedCount);
    }
}
