using Xunit;

namespace Meerkat.Parser.Tests;

/// <summary>Tests that count allocated bytes with <see cref="NoCollection"/>: nothing runs beside them.</summary>
[CollectionDefinition(nameof(Allocations), DisableParallelization = true)]
public sealed class Allocations;
