using Meerkat.Perf.Attacks;

namespace Meerkat.Perf.Tls;

/// <summary>What an attack did to the server and to an honest client.</summary>
/// <param name="Name">What the attackers did.</param>
/// <param name="Connections">How many they were.</param>
/// <param name="Ends">How their connections ended.</param>
/// <param name="Reasons">What the server's log says about them, and how often.</param>
/// <param name="ResidentBefore">Bytes.</param>
/// <param name="ResidentPeak">The most bytes during the attack.</param>
/// <param name="ResidentAfter">Bytes, two seconds after it.</param>
/// <param name="Duration">Of the attack.</param>
/// <param name="Cpu">The server's processor time during the attack, the honest clients' share included.</param>
/// <param name="Before">The control client's round trips.</param>
/// <param name="Meanwhile">The same during the attack.</param>
/// <param name="Newcomer">Honest handshakes during the attack.</param>
internal sealed record AttackResult(
    string Name,
    int Connections,
    string Ends,
    string Reasons,
    long ResidentBefore,
    long ResidentPeak,
    long ResidentAfter,
    TimeSpan Duration,
    TimeSpan Cpu,
    Latency Before,
    Latency Meanwhile,
    NewcomerResult Newcomer);
