using Meerkat.Engine.Admin;
using Meerkat.Engine.Tls;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server.Admin;

/// <summary>What an <see cref="AdminServer"/> is built from. Immutable.</summary>
internal sealed record AdminParts(
    Func<AdminRunner?> FindRunner,
    INodeControl Node,
    string Version,
    Func<string?, ServerCertificate> FindCertificate,
    ILoggerFactory Loggers);
