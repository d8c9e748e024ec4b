using Meerkat.Engine.Routing;

namespace Meerkat.Engine.Modules;

/// <summary>What a module is made from: the host it is for, and what that host's modules are set to. Immutable.</summary>
public sealed record ModuleContext(Host Host, EngineServices Services, ModuleOptions Options);
