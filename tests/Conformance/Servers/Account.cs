namespace Meerkat.Conformance.Servers;

/// <summary>An account that exists before the server starts.</summary>
internal readonly record struct Account(string Localpart, string Domain, string Password);
