using Xunit;

namespace Meerkat.Parser.Tests;

/// <summary>
/// Tests that count allocated bytes: nothing runs beside them, since a collection that other tests cause may be booked on
/// their thread.
/// </summary>
[CollectionDefinition(nameof(Allocations), DisableParallelization = true)]
public sealed class Allocations;
