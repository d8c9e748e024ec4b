using System.Text;
using Meerkat.LoadGen.Net;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Streams;

/// <summary>
/// The way of one stream from its first features to a full JID: STARTTLS, SASL, resource binding, and the session that
/// old servers want. Belongs to the stream's turn, except that <see cref="AnswerChallenge"/> runs while it is paused.
/// </summary>
internal sealed class Login(ClientStream stream, StreamSettings settings, string userName)
{
    private ScramClient? _scram;
    private string _challenge = "";
    private string _jid = "";
    private bool _isSecure;
    private bool _needsSession;

    public void OnTlsEstablished() => _isSecure = true;

    public Verdict OnElement(XmlElementReader element)
    {
        if (element.Is("error"u8, Namespaces.Streams))
        {
            stream.OnStreamError(element);
            return Verdict.Continue;
        }

        switch (stream.Step)
        {
            case StreamStep.Features:
                OnFeatures(element);
                break;
            case StreamStep.StartTls:
                return OnStartTls(element);
            case StreamStep.Sasl or StreamStep.SaslResult:
                return OnSasl(element);
            case StreamStep.BindFeatures:
                OnBindFeatures(element);
                break;
            case StreamStep.Bind:
                OnBind(element);
                break;
            case StreamStep.Session:
                OnSession(element);
                break;
        }

        return Verdict.Continue;
    }

    /// <summary>Does the costly half of SCRAM and lets the stream go on.</summary>
    public void AnswerChallenge()
    {
        if (TryAnswer())
            stream.Connection.Resume();
    }

    private bool TryAnswer()
    {
        if (!_scram!.TryAnswer(_challenge, out var answer))
        {
            stream.Close("sasl:bad-challenge");
            return false;
        }

        stream.Send(
            $"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{ToBase64(answer)}</response>", StreamStep.SaslResult);
        return true;
    }

    private void OnFeatures(XmlElementReader features)
    {
        if (settings.Tls == TlsMode.StartTls && !_isSecure)
        {
            if (features.TryGetChild("starttls"u8, Namespaces.Tls, out _))
                stream.Send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", StreamStep.StartTls);
            else
                stream.Close("tls:not-offered");
            return;
        }

        if (TryChoose(features, out var choice))
            BeginSasl(choice);
        else
            stream.Close("sasl:mechanism-not-offered");
    }

    private Verdict OnStartTls(XmlElementReader answer)
    {
        if (!answer.Is("proceed"u8, Namespaces.Tls))
        {
            stream.Close("tls:refused");
            return Verdict.Continue;
        }

        stream.MoveTo(StreamStep.Tls);
        return Verdict.Pause;
    }

    private bool TryChoose(XmlElementReader features, out SaslChoice choice)
    {
        choice = settings.Mechanism;
        if (!features.TryGetChild("mechanisms"u8, Namespaces.Sasl, out var mechanisms))
            return false;
        if (choice != SaslChoice.Auto)
            return IsOffered(mechanisms, choice);
        foreach (var candidate in SaslNames.Cheapest)
        {
            choice = candidate;
            if (IsOffered(mechanisms, candidate))
                return true;
        }

        return false;
    }

    private static bool IsOffered(XmlElementReader mechanisms, SaslChoice choice)
    {
        foreach (var mechanism in mechanisms.Children)
        {
            if (mechanism.Text.ToString() == choice.ToMechanism())
                return true;
        }

        return false;
    }

    private void BeginSasl(SaslChoice choice)
    {
        var initial = $"\0{userName}\0{settings.Password}";
        if (choice != SaslChoice.Plain)
        {
            _scram = new ScramClient(choice.ToHash(), userName, settings.SaltedPasswords, ScramClient.NewNonce());
            initial = _scram.FirstMessage();
        }

        stream.Send(
            $"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{choice.ToMechanism()}'>"
            + $"{ToBase64(initial)}</auth>",
            _scram is null ? StreamStep.SaslResult : StreamStep.Sasl);
    }

    private Verdict OnSasl(XmlElementReader answer)
    {
        if (answer.Is("failure"u8, Namespaces.Sasl))
        {
            stream.Close($"sasl:{StanzaErrorName.FirstChildOf(answer)}");
        }
        else if (answer.Is("challenge"u8, Namespaces.Sasl) && stream.Step == StreamStep.Sasl)
        {
            // PBKDF2 takes milliseconds: it runs on the thread pool while the stream is paused.
            _challenge = FromBase64(answer.Text.ToString());
            if (_scram!.HasToDerive(_challenge))
                return Verdict.Pause;
            TryAnswer();
        }
        else if (answer.Is("success"u8, Namespaces.Sasl) && IsProven(answer))
        {
            stream.SendHeader(StreamStep.BindFeatures);
        }
        else
        {
            stream.Close("sasl:bad-answer");
        }

        return Verdict.Continue;
    }

    private bool IsProven(XmlElementReader success) =>
        stream.Step == StreamStep.SaslResult
        && (_scram is null || _scram.IsServerProven(FromBase64(success.Text.ToString())));

    private void OnBindFeatures(XmlElementReader features)
    {
        if (!features.TryGetChild("bind"u8, Namespaces.Bind, out _))
        {
            stream.Close("bind:not-offered");
            return;
        }

        // RFC 3921 §3 demanded a session; a server that still requires one does not say "optional".
        _needsSession = features.TryGetChild("session"u8, Namespaces.Session, out var session)
            && !session.TryGetChild("optional"u8, Namespaces.Session, out _);
        stream.Send(
            "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + $"<resource>{StreamSettings.Resource}</resource></bind></iq>",
            StreamStep.Bind);
    }

    private void OnBind(XmlElementReader iq)
    {
        if (!iq.Attribute("type"u8).Equals("result"u8)
            || !iq.TryGetChild("bind"u8, Namespaces.Bind, out var bind)
            || !bind.TryGetChild("jid"u8, Namespaces.Bind, out var jid))
        {
            stream.Close($"bind:{BadAnswer(iq)}");
            return;
        }

        _jid = jid.Text.ToString();
        if (_needsSession)
            stream.Send(
                "<iq type='set' id='session'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>",
                StreamStep.Session);
        else
            stream.BecomeBound(_jid);
    }

    private void OnSession(XmlElementReader iq)
    {
        if (iq.Attribute("type"u8).Equals("result"u8))
            stream.BecomeBound(_jid);
        else
            stream.Close($"session:{BadAnswer(iq)}");
    }

    private static string BadAnswer(XmlElementReader stanza) =>
        stanza.TryGetChild("error"u8, Namespaces.Client, out _) ? StanzaErrorName.Of(stanza) : "bad-answer";

    private static string ToBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // What is not base64 becomes an empty text, which no SCRAM message is.
    private static string FromBase64(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
