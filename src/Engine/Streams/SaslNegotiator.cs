using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>The SASL elements of one stream (RFC 6120 §6.4): one exchange at a time, a limited number of failures.</summary>
internal sealed class SaslNegotiator(ClientStreams streams, XmppStream stream)
{
    private SaslExchange? _exchange;

    // Of the attempt under way, or of the last one.
    private string _label = SaslMechanisms.UnknownLabel;
    private int _failures;

    public void OnElement(Turn turn, XmlElementReader element, Negotiator negotiator)
    {
        var name = element.LocalName;
        if (name.SequenceEqual("auth"u8) && stream.State == StreamState.Negotiating)
        {
            Start(turn, element, negotiator);
        }
        else if (name.SequenceEqual("response"u8) && stream.State == StreamState.Authenticating)
        {
            Respond(turn, element, negotiator);
        }
        else if (name.SequenceEqual("abort"u8) && stream.State == StreamState.Authenticating)
        {
            Fail(turn, SaslFailure.Aborted, text: null);
        }
        else
        {
            stream.Fail(turn, StreamError.NotAuthorized);
        }
    }

    /// <summary>The exchange has succeeded, failed or been given up.</summary>
    public void EndExchange()
    {
        _exchange?.Dispose();
        _exchange = null;
    }

    private void Start(Turn turn, XmlElementReader auth, Negotiator negotiator)
    {
        stream.MoveTo(StreamState.Authenticating);
        var mechanism = auth.Attribute("mechanism"u8).ToArray();
        _label = streams.Sasl.LabelOf(mechanism);
        if (negotiator.MustStartTls)
        {
            Fail(turn, SaslFailure.EncryptionRequired, text: null);
            return;
        }

        if (streams.FailedLogins.IsLockedOut(stream.Connection.RemoteAddress))
        {
            streams.Metrics.LoginLockedOut();
            Fail(turn, SaslFailure.TemporaryAuthFailure, "Too many logins from your address have failed; try again later.");
            return;
        }

        var domain = negotiator.Host.Domain;
        if (!streams.Sasl.TryStart(mechanism, negotiator.Conditions(), domain, out var exchange, out var failure))
        {
            Fail(turn, failure, text: null);
            return;
        }

        _exchange = exchange;
        Respond(turn, auth, negotiator);
    }

    private void Respond(Turn turn, XmlElementReader element, Negotiator negotiator)
    {
        if (!TryDecode(element, out var message))
        {
            Fail(turn, SaslFailure.IncorrectEncoding, text: null);
            return;
        }

        var step = _exchange!.RespondAsync(message);
        if (step.IsCompletedSuccessfully)
        {
            Apply(turn, step.Result, negotiator);
            return;
        }

        var task = step.AsTask();
        stream.ContinueAfter(task, later => Apply(later, Outcome(task), negotiator));
    }

    /// <summary>A store that fails is a temporary failure (RFC 6120 §6.5.11), not the client's.</summary>
    private SaslStep Outcome(Task<SaslStep> task)
    {
        if (task.IsCompletedSuccessfully) return task.Result;

        StreamLog.AuthenticationFailed(streams.Logger, task.Exception);
        return SaslStep.Fail(SaslFailure.TemporaryAuthFailure);
    }

    private void Apply(Turn turn, SaslStep step, Negotiator negotiator)
    {
        switch (step.Kind)
        {
            case SaslStepKind.Challenge:
                Send(turn, "challenge"u8, step.Data);
                break;
            case SaslStepKind.Success:
                EndExchange();
                Send(turn, "success"u8, step.Data);
                negotiator.Authenticated(step.Account!, _label);
                break;
            default:
                if (step.Account is { } denied) Denied(denied);
                else if (step.Failure == SaslFailure.NotAuthorized) CountFailure();
                Fail(turn, step.Failure, step.Text);
                break;
        }
    }

    /// <summary>The credentials were wrong, which may have been a guess.</summary>
    private void CountFailure()
    {
        var address = stream.Connection.RemoteAddress;
        if (streams.FailedLogins.Add(address)) StreamLog.LockedOut(streams.Logger, address, streams.FailedLogins.Limits.Lockout);
    }

    private void Denied(Jid account)
    {
        streams.Metrics.AccessDenied(AccessOptions.Login);
        StreamLog.LoginDenied(streams.Logger, stream.Connection.Id, stream.Connection.RemoteAddress, account);
    }

    /// <summary>RFC 6120 §6.4.5: the client may try again, but not for ever.</summary>
    private void Fail(Turn turn, SaslFailure failure, string? text)
    {
        EndExchange();
        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start("failure"u8, Namespaces.Sasl);
        writer.Empty(failure.ToElementName());
        if (text is not null) writer.Element("text"u8, text);
        writer.End("failure"u8);
        stream.Append(turn, turn.Scratch.WrittenSpan);

        stream.MoveTo(StreamState.Negotiating);
        if (failure != SaslFailure.Aborted) streams.Metrics.AuthenticationFailed(_label);
        if (++_failures >= streams.Options.MaxAuthenticationAttempts)
        {
            stream.Fail(turn, StreamError.PolicyViolation, "Too many failed authentication attempts.");
        }
    }

    private void Send(Turn turn, ReadOnlySpan<byte> name, byte[]? data)
    {
        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start(name, Namespaces.Sasl);
        // RFC 6120 §6.4.2: "=" stands for data of no length; none at all is an empty element.
        if (data is { Length: 0 } && !name.SequenceEqual("challenge"u8)) writer.Text("="u8);
        else if (data is { Length: > 0 }) writer.Text(Convert.ToBase64String(data));
        writer.End(name);
        stream.Append(turn, turn.Scratch.WrittenSpan);
    }

    /// <summary>Null for an <c>auth</c> without an initial response, empty for "=".</summary>
    private static bool TryDecode(XmlElementReader element, out ReadOnlyMemory<byte>? message)
    {
        message = null;
        var text = element.Text;
        if (text.IsEmpty)
        {
            if (!element.LocalName.SequenceEqual("auth"u8)) message = ReadOnlyMemory<byte>.Empty;
            return true;
        }

        // RFC 6120 §6.4.2: what is there, but has no length.
        byte[] encoded = text.ToArray();
        if (encoded is [(byte)'='])
        {
            message = ReadOnlyMemory<byte>.Empty;
            return true;
        }

        if (!SaslBase64.TryDecode(encoded, out var decoded)) return false;

        message = decoded;
        return true;
    }
}
