using System.Security.Cryptography.X509Certificates;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>Has the last word on a login by certificate: whether this account may. An authentication method; any thread.</summary>
internal interface ICertificateAccounts
{
    /// <summary>What it throws is a temporary failure to the client.</summary>
    ValueTask<bool> AcceptsAsync(Jid account, X509Certificate2 certificate);
}
