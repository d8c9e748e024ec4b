namespace Meerkat.Engine.Streams;

/// <summary>How far a client's stream has come when features are offered.</summary>
public enum StreamPhase : byte
{
    /// <summary>In the clear, where TLS is offered.</summary>
    BeforeTls,

    /// <summary>May authenticate.</summary>
    BeforeAuthentication,

    /// <summary>May bind a resource.</summary>
    BeforeBinding,
}
