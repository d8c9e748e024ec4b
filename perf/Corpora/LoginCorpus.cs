namespace Meerkat.Perf.Corpora;

/// <summary>
/// Logins, what the client sends and what the server sends by turns: each is three short streams, restarted after STARTTLS
/// and SASL (RFC 6120 §5.4.3.3, §6.4.6).
/// </summary>
internal sealed class LoginCorpus : CorpusSource
{
    private const string Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    private const string StartTls = "urn:ietf:params:xml:ns:xmpp-tls";
    private const string Bind = "urn:ietf:params:xml:ns:xmpp-bind";

    public override string Name => "login";

    public override string Description => "handshakes: short streams with restarts";

    protected override void Write(CorpusBuilder builder)
    {
        for (int i = 0; !builder.IsFull; i++)
        {
            if (i % 2 == 0)
                WriteClient(builder);
            else
                WriteServer(builder);
        }
    }

    private static void WriteClient(CorpusBuilder builder)
    {
        SeededRandom random = builder.Random;
        builder.Header(ClientHeader);
        builder.Stanza($"<starttls xmlns='{StartTls}'/>");
        builder.Restart();

        builder.Header(ClientHeader);
        builder.Stanza($"<auth xmlns='{Sasl}' mechanism='SCRAM-SHA-256'>{Vocabulary.Base64(random, 42)}</auth>");
        builder.Stanza($"<response xmlns='{Sasl}'>{Vocabulary.Base64(random, 104)}</response>");
        builder.Restart();

        builder.Header(ClientHeader);
        builder.Stanza($"<iq type='set' id='b{random.Next(1000)}'><bind xmlns='{Bind}'>"
            + "<resource>balcony</resource></bind></iq>");
        builder.Stanza("<enable xmlns='urn:xmpp:sm:3' resume='true' max='300'/>");
        builder.Stanza("<iq type='get' id='r1'><query xmlns='jabber:iq:roster' ver=''/></iq>");
        builder.Stanza("<iq type='set' id='c1'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        builder.Stanza("<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://gajim.org' "
            + $"ver='{Vocabulary.Base64(random, 20)}'/></presence>");
        builder.Close();
    }

    private static void WriteServer(CorpusBuilder builder)
    {
        SeededRandom random = builder.Random;
        builder.Header(ServerHeader);
        builder.Stanza($"<stream:features><starttls xmlns='{StartTls}'><required/></starttls></stream:features>");
        builder.Stanza($"<proceed xmlns='{StartTls}'/>");
        builder.Restart();

        builder.Header(ServerHeader);
        builder.Stanza($"<stream:features><mechanisms xmlns='{Sasl}'><mechanism>SCRAM-SHA-256-PLUS</mechanism>"
            + "<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms>"
            + "<register xmlns='http://jabber.org/features/iq-register'/></stream:features>");
        builder.Stanza($"<challenge xmlns='{Sasl}'>{Vocabulary.Base64(random, 84)}</challenge>");
        builder.Stanza($"<success xmlns='{Sasl}'>{Vocabulary.Base64(random, 46)}</success>");
        builder.Restart();

        builder.Header(ServerHeader);
        builder.Stanza($"<stream:features><bind xmlns='{Bind}'/><sm xmlns='urn:xmpp:sm:3'/>"
            + "<ver xmlns='urn:xmpp:features:rosterver'/><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' "
            + $"node='https://meerkat.example' ver='{Vocabulary.Base64(random, 20)}'/></stream:features>");
        builder.Stanza($"<iq type='result' id='b{random.Next(1000)}'><bind xmlns='{Bind}'>"
            + $"<jid>{Vocabulary.FullJid(random)}</jid></bind></iq>");
        builder.Stanza($"<enabled xmlns='urn:xmpp:sm:3' id='{Vocabulary.Uuid(random)}' resume='true' max='300'/>");
        builder.Stanza("<iq type='result' id='r1'/>");
        builder.Stanza("<iq type='result' id='c1'/>");
        builder.Close();
    }
}
