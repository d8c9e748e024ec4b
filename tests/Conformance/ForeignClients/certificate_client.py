"""A client of Python's own ssl module that logs in by SASL EXTERNAL, and says in one JSON line what happened.

usage: certificate_client.py starttls|direct 1.2|1.3 HOST PORT SERVER-CERTIFICATE DOMAIN CERTIFICATE KEY AUTHZID
  "-" for CERTIFICATE and KEY: none is shown. AUTHZID "-": the initial response is "=".

The line: "tls" is "ok" or the failure; "mechanisms" are those offered; "result" is "success" or the condition of the failure;
"jid" is what was bound; "still" is the answer to a second attempt after one that failed.
"""
import base64
import json
import re
import socket
import ssl
import sys

SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
BIND = "urn:ietf:params:xml:ns:xmpp-bind"


class Stream:
    def __init__(self, connection, domain):
        self.connection = connection
        self.domain = domain
        self.received = ""

    def send(self, text):
        self.connection.sendall(text.encode())

    def until(self, pattern):
        while not (found := re.search(pattern, self.received, re.DOTALL)):
            part = self.connection.recv(65536)
            if not part:
                raise ConnectionError("closed; before it: " + self.received)
            self.received += part.decode()
        self.received = self.received[found.end():]
        return found.group(0)

    def open(self):
        self.send(f"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{self.domain}' version='1.0'>")
        return self.until(r"<stream:features.*?</stream:features>|<stream:features/>")


def context_for(version, server_certificate, certificate, key):
    context = ssl.create_default_context(cafile=server_certificate)
    context.minimum_version = context.maximum_version = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]
    if certificate != "-":
        context.load_cert_chain(certificate, key)
    return context


def log_in(stream, authzid, report):
    features = stream.open()
    report["mechanisms"] = re.findall(r"<mechanism>(.*?)</mechanism>", features)
    data = "=" if authzid == "-" else base64.b64encode(authzid.encode()).decode()
    auth = f"<auth xmlns='{SASL}' mechanism='EXTERNAL'>{data}</auth>"
    stream.send(auth)
    answer = stream.until(r"<success[^>]*/>|<failure.*?</failure>")
    if answer.startswith("<success"):
        report["result"] = "success"
        stream.open()
        stream.send(f"<iq type='set' id='b'><bind xmlns='{BIND}'><resource>python</resource></bind></iq>")
        report["jid"] = re.search(r"<jid>(.*?)</jid>", stream.until(r"<iq.*?</iq>")).group(1)
        return
    report["result"] = re.search(r"<failure[^>]*><([a-z-]+)", answer).group(1)
    stream.send(auth)
    report["still"] = re.search(r"<failure[^>]*><([a-z-]+)", stream.until(r"<failure.*?</failure>")).group(1)


def main():
    start, version, host, port, server_certificate, domain, certificate, key, authzid = sys.argv[1:]
    report = {"tls": "ok"}
    plain = socket.create_connection((host, int(port)), timeout=30)
    if start == "starttls":
        stream = Stream(plain, domain)
        stream.open()
        stream.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        stream.until(r"<proceed[^>]*/>")
    try:
        secure = context_for(version, server_certificate, certificate, key).wrap_socket(plain, server_hostname=domain)
        log_in(Stream(secure, domain), authzid, report)
    except (ssl.SSLError, ConnectionError) as failure:
        # Under TLS 1.3 the alert comes after the client's handshake is done.
        report["tls"] = getattr(failure, "reason", None) or str(failure)
    print(json.dumps(report))
    return 0


sys.exit(main())
