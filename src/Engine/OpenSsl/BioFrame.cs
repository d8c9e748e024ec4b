namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// What one call into OpenSSL reads from and writes to. Lies on the caller's stack, next to the pinned buffers it points
/// into, and is reached by the callbacks through the connection's BIO; gone when the call has returned. A mutable struct.
/// </summary>
internal unsafe struct BioFrame
{
    /// <summary>Received bytes, of which the first <see cref="InputTaken"/> have been read.</summary>
    public byte* Input;
    public int InputLength;
    public int InputTaken;

    /// <summary>Room for bytes to send, of which the first <see cref="OutputLength"/> are filled.</summary>
    public byte* Output;
    public int OutputCapacity;
    public int OutputLength;

    /// <summary>Steps of handshakes and alerts that may still follow; below 0 when there were more.</summary>
    public int StepsLeft;

    /// <summary>The first fault found in the peer's chain (X509_V_ERR_…); 0: none, as far as it was looked at.</summary>
    public int VerifyError;

    /// <summary>1 when the peer's certificate is signed by itself, and that will do.</summary>
    public int IsSelfSigned;

    /// <summary>The <see cref="HandshakeTerms"/>, as a handle of the collector; 0 outside of handshakes.</summary>
    public nint Terms;
}
