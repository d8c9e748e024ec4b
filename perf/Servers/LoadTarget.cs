using System.Net;

namespace Meerkat.Perf.Servers;

/// <summary>What the load generator is to use.</summary>
/// <param name="EndPoint">Where it connects.</param>
/// <param name="Tls"><c>none</c>, <c>starttls</c> or <c>direct</c>.</param>
/// <param name="Mechanism">Of SASL.</param>
/// <param name="Processes">Whose figures count.</param>
internal sealed record LoadTarget(IPEndPoint EndPoint, string Tls, string Mechanism, IReadOnlyList<int> Processes);
