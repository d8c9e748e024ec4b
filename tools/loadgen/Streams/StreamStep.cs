namespace Meerkat.LoadGen.Streams;

/// <summary>What a client stream waits for. The names appear in the report: <c>timeout:sasl</c>.</summary>
internal enum StreamStep : byte
{
    Idle,
    Connect,
    Tls,
    Features,
    StartTls,
    Sasl,
    SaslResult,
    BindFeatures,
    Bind,
    Session,
    Bound,
    Logout,
}
