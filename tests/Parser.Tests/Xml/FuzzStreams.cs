namespace Meerkat.Parser.Tests.Xml;

/// <summary>What fuzzed streams are made of: headers, stanzas and pieces of markup as clients and servers send them.</summary>
internal static class FuzzStreams
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "", "", "", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n",
        "<?xml version='1.0'\tencoding='utf-8' standalone='yes'?>", " \r\n",
    ];

    /// <summary>All declare the prefixes <c>stream</c> and <c>p</c>, so that any stanza fits behind any of them.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    [
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:p='urn:p' version='1.0'>",
        "<stream:stream to=\"im.example.com\" xmlns=\"jabber:client\" xmlns:p=\"urn:&amp;p\" xml:lang=\"en\"\n" +
            "  xmlns:stream=\"http://etherx.jabber.org/streams\" from=\"juliet@im.example.com\" version=\"1.0\" >",
        "<stream:stream xmlns:db='jabber:server:dialback' xmlns='jabber:server' xmlns:p='http://etherx.jabber.org/streams' " +
            "xmlns:stream='http://etherx.jabber.org/streams' id='c2VydmVy' version='1.0'>",
        "<s xmlns:stream='urn:s' xmlns:p='urn:p'>",
    ];

    public static IReadOnlyList<string> Stanzas { get; } =
    [
        "<presence/>",
        "<message to='romeo@example.net' type='chat' id='1'><body>Art thou not Romeo?</body></message>",
        "<message from='juliet@im.example.com/balcony' id='ju2ba41c' to='romeo@example.net' type='chat' xml:lang='en'>" +
            "<body>I &lt;3 &quot;thee&quot; &amp; thy &#x1F339;&#46;</body><active xmlns='http://jabber.org/protocol/chatstates'/>" +
            "<request xmlns='urn:xmpp:receipts'/></message>",
        "<message to=\"a@b\"><subject>żółw 漢字 😀</subject><body>Zażółć gęślą jaźń — 我能吞下玻璃而不傷身體。 👩‍💻👍🏽</body></message>",
        "<message type='groupchat' to='coven@chat.shakespeare.lit' id='hysf1v37'><body xml:lang='de'>Morgen,\r\nwo?\rHier.\n</body>" +
            "<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><p style='font-weight:bold'>" +
            "hi<br/>you <em>there</em>!</p></body></html></message>",
        "<presence from='bard@shakespeare.lit/globe'><show>dnd</show><status>Gone &gt; 1 h</status><priority>-1</priority>" +
            "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://psi-im.org' ver='q07IKJEyjvHSyhy//CH0CxmKi8w='/>" +
            "<x xmlns='vcard-temp:x:update'><photo>01b87fcd030b72895ff8e88db57ec525450f000d</photo></x></presence>",
        "<iq type='get' id='bv1bs71f'><query xmlns='jabber:iq:roster' ver='ver7'/></iq>",
        "<iq id='bv1bs71f' to='juliet@example.com/chamber' type='result'><query xmlns='jabber:iq:roster' ver='ver7'>" +
            "<item jid='nurse@example.com' name='Nurse' subscription='both'><group>Servants</group></item>\n" +
            "<item jid='romeo@example.net' subscription='from' ask='subscribe' name='R &amp; J'/></query></iq>",
        "<iq from='romeo@montague.lit/orchard' id='zid615d9' to='juliet@capulet.lit/balcony' type='set'>" +
            "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' initiator='romeo@montague.lit/orchard' sid='a73sjjvkla37jfea'>" +
            "<content creator='initiator' name='voice'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>" +
            "<payload-type id='96' name='speex' clockrate='16000'/><payload-type id='0' name='PCMU' /></description>" +
            "<transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' pwd='asd88fgpdd777uzjYhagZg' ufrag='8hhy'>" +
            "<candidate component='1' foundation='1' generation='0' id='el0747fg11' ip='10.0.1.1' network='1' port='8998' " +
            "priority='2130706431' protocol='udp' type='host' rel-addr='10.0.1.1' rel-port='8998'/></transport></content></jingle></iq>",
        "<iq type='set' from='hamlet@denmark.lit/blogbot' to='pubsub.shakespeare.lit' id='publish1'>" +
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='princely_musings'><item id='bnd81g37d61f49fgn581'>" +
            "<entry xmlns='http://www.w3.org/2005/Atom'><title>Soliloquy</title><summary>To be, or not to be: that is the question:" +
            "</summary><link rel='alternate' type='text/html' href='http://denmark.lit/2003/12/13/atom03?a=1&amp;b=2'/></entry>" +
            "</item></publish></pubsub></iq>",
        "<message id='aeb213' to='juliet@capulet.lit/chamber'><result xmlns='urn:xmpp:mam:2' queryid='f27' id='28482-98726-73623'>" +
            "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>" +
            "<message xmlns='jabber:client' to='juliet@capulet.lit/balcony' from='romeo@montague.lit/orchard' type='chat'>" +
            "<body>Call me but love, and I'll be new baptized; Henceforth I never will be Romeo.</body></message></forwarded></result></message>",
        "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>" +
            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1-PLUS</mechanism><mechanism>PLAIN</mechanism>" +
            "</mechanisms></stream:features>",
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGp1bGlldAByMG0zMG15cjBtMzA=</auth>",
        "<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
        "<iq\n\ttype = 'error'\r\n  id\t=\t\"x y\" ><error type='cancel' ><item-not-found\n" +
            "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' /></error\t></iq\r\n>",
        "<message><body><![CDATA[<b>&amp;</b> ]] ]> > ]]]]><![CDATA[>]]></body><x><![CDATA[]]></x></message>",
        "<p:a xmlns:q='urn:p' p:b='1' b='2' xml:lang='pl'><q:c q:d=''/><c xmlns='' xmlns:p='urn:q' p:d='' q:d=''><d/></c><p:e/></p:a>",
        "<a><b xmlns='urn:b'><c xmlns='urn:c'><d xmlns=''/></c><e/></b><f/></a>",
        "<é:ż xmlns:é='urn:é' é:ñ='ż' ñ=\"é\">ĉ<é:ż/></é:ż >",
        "<\u2C00\u0370a\u0301\u00B7 \U00010000='\U0001F600'>\uFFFD\uE000</\u2C00\u0370a\u0301\u00B7>",
        "<iq-with-a-name-longer-than-16 attribute-with-a-name-longer-than-thirty-two-bytes='1' " +
            "attribute-with-a-name-longer-than-thirty-two-bytez='2'><a-prefix-of-more-than-16:child-of-a-name-longer-than-32-bytes " +
            "xmlns:a-prefix-of-more-than-16='urn:long'/></iq-with-a-name-longer-than-16>",
        "<m a='1' b='2' c='3' d='4' e='5' f='6' g='7' h='8' i='9' j='10' k='11' l='12' m='13' n='14' o='15' p='16' q='17' r='18' " +
            "s='19' t='20' u='21' v='22' xml:lang='' xmlns:z='urn:z' z:a='1' z:b='2' z:c='3' p:a='4' p:b='5' p:c='6'/>",
        "<m v='&lt;&amp;&gt;&apos;&quot;' w=\"it's > 'that' /> ]]>\" x='\r\n\t \r \n' y='&#13;&#10;&#9;&#x20;' z='=\"a\"'/>",
        "<a>]] ]&gt; ]]&gt; > >> ' \" = / /&#62; ]]<b/>]]<b/>></a>",
        "<t>0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef<u/>0123456789abcdef0123456789abcdef0123456789abcdef" +
            "0123456789abcdef&amp;0123456789abcdef0123456789abcdef</t>",
        "<n1><n2><n3><n4><n5><n6><n7><n8><n9>deep</n9></n8></n7></n6></n5></n4></n3></n2></n1>",
        "<r xmlns='urn:xmpp:sm:3'/>\n<a xmlns='urn:xmpp:sm:3' h='1'/>",
        "<message><x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:x</value></field>" +
            "<field var='a'><option label='A&#10;B'><value/></option></field></x></message>",
    ];

    public static IReadOnlyList<string> Gaps { get; } = ["", "", "", " ", "\n", "\r\n\t ", "                                   "];

    public static IReadOnlyList<string> Tokens { get; } =
    [
        "<", ">", "/", "/>", "</", "'", "\"", "=", " ", "&", ";", "&amp;", "&#", "&#x", "&#x0;", "&#65;", "&#xD800;", "&#xFFFF;",
        "&#x110000;", "&#0000000000065;", "&lt", "&lt;", "&nbsp;", "&#x41", "&#X41;", "]]>", "]]", "]", "]]&gt;",
        "<![CDATA[", "<![CDATA[]]>", "<!", "<!--", "-->", "<!-- x -->", "<?", "?>", "<?x y?>", "<?xml version='1.0'?>", "<!DOCTYPE a>",
        "a", ":", "p:", "q:", "xml:", "xmlns", "xmlns:", " xmlns:p=", " xmlns=''", " xmlns:q='urn:p'", " xmlns:p=''", " p:x='1'",
        " q:x='1'", " x='1'", " xml:lang='pl'", " xmlns='http://www.w3.org/XML/1998/namespace'",
        " xmlns:p='http://www.w3.org/2000/xmlns/'", " xmlns:xml='http://www.w3.org/XML/1998/namespace'", " xmlns:xmlns='urn:x'",
        "'urn:1'", "<a>", "</a>", "<a/>", "<p:b/>", "<xmlns:a/>", "<:a/>", "<a:/>", "</stream:stream>", "</s>",
        "\r", "\n", "\t", "\r\n", "\u0001", "\u0000", "\u007F", "\u0085", "\u00A0", "é", "×", "·", "-", "1", ".", "x='",
        "\u0301", "\u037E", "\u0660", "\u2190", "\u2028", "\u3000", "\uFEFF", "\uFFFD", "\uFFFE", "\uFFFF", "\U00010000", "\U0010FFFF",
    ];

    /// <summary>Sequences that are no UTF-8: overlong, surrogates, beyond U+10FFFF, cut short, bytes out of place.</summary>
    public static IReadOnlyList<byte[]> IllegalBytes { get; } =
    [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
        [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF, 0xBE], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ];

    /// <summary>A well-formed stream.</summary>
    public static string Any(Random random)
    {
        string header = Pick(random, Headers);
        string content = "";
        for (int count = random.Next(1, 4); count > 0; count--)
            content += Pick(random, Gaps) + Pick(random, Stanzas);
        int nameEnd = header.IndexOf(' ', StringComparison.Ordinal);
        return Pick(random, Declarations) + header + content + Pick(random, Gaps) + "</" + header[1..nameEnd] + ">" + Pick(random, Gaps);
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
