using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>
/// Tests that count what the whole process does, or what a thread allocates, which a collection that others cause would add
/// to: no other runs beside them.
/// </summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
