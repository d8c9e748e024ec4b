"""An XMPP client of slixmpp. Prints one JSON line for each thing it sees; exit code 0 when it saw all it waited for.

usage: slixmpp_client.py chat|send|read|note JID PASSWORD PEER HOST PORT CERTIFICATE [CLIENT-CERTIFICATE KEY]
  chat  subscribes to the peer, lets it subscribe, and exchanges a message with it once its presence is seen
  send  sends three messages to the peer, wherever it is
  read  waits for three messages
  note  sends one message to itself and waits for it
With a certificate of the client's it logs in by that, and by nothing else.
"""
import asyncio
import json
import sys

import slixmpp

MESSAGES = ["one", "two", "three"]


def tell(event, **details):
    print(json.dumps({"client": "slixmpp", "event": event, **details}), flush=True)


class Client(slixmpp.ClientXMPP):
    def __init__(self, task, jid, password, peer, certificate, client_certificate=None, key=None):
        # SCRAM or nothing: PLAIN would work without the server's knowing SCRAM.
        # The -PLUS ones belong to it: the library would say that it can do channel binding and the server cannot, which is refused.
        hashes = ["SHA-512", "SHA-256", "SHA-1"]
        mechanisms = {"use_mechs": [f"SCRAM-{name}{plus}" for plus in ("-PLUS", "") for name in hashes]}
        if client_certificate:
            mechanisms = {"use_mech": "EXTERNAL"}
        super().__init__(jid, password, plugin_config={"feature_mechanisms": mechanisms})
        self.certfile = client_certificate
        self.keyfile = key
        self.ca_certs = certificate
        self.task = task
        self.peer = peer
        self.received = []
        self.has_greeted = False
        self.register_plugin("xep_0199")
        self.register_plugin("xep_0203")
        self.auto_authorize = True
        self.auto_subscribe = False
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.on_message)
        self.add_event_handler("presence_available", self.on_available)
        self.add_event_handler("failed_all_auth", lambda _: tell("refused"))

    async def start(self, _):
        tell("online", mechanism=self["feature_mechanisms"].mech.name)
        if self.task == "send":
            for body in MESSAGES:
                self.send_message(mto=self.peer, mbody=body, mtype="chat")
            # The answer to a ping comes after what was sent before it has been dealt with.
            await self["xep_0199"].ping(self.boundjid.domain)
            tell("sent")
            self.disconnect()
            return
        await self.get_roster()
        self.send_presence()
        if self.task == "note":
            self.send_message(mto=self.peer, mbody="note to myself", mtype="chat")
        if self.task == "chat":
            self.send_presence_subscription(pto=self.peer, ptype="subscribe")

    def on_available(self, presence):
        if presence["from"].bare != self.peer or self.task != "chat" or self.has_greeted:
            return
        self.has_greeted = True
        tell("presence", sender=presence["from"].bare)
        self.send_message(mto=self.peer, mbody="greetings from slixmpp", mtype="chat")
        self.finish_if_done()

    def on_message(self, message):
        self.received.append(message["body"])
        stamp = message["delay"]["stamp"] if message.get_plugin("delay", check=True) else None
        tell("message", sender=message["from"].bare, body=message["body"], delayed=stamp is not None)
        self.finish_if_done()

    def finish_if_done(self):
        expected = len(MESSAGES) if self.task == "read" else 1
        if len(self.received) == expected and (self.task != "chat" or self.has_greeted):
            tell("done")
            self.disconnect()


def main():
    task, jid, password, peer, host, port, certificate, *own = sys.argv[1:]
    client = Client(task, jid, password, peer, certificate, *own)
    client.connect(address=(host, int(port)))
    try:
        client.loop.run_until_complete(asyncio.wait_for(client.disconnected, timeout=30))
    except asyncio.TimeoutError:
        tell("timeout")
        return 1
    return 0


sys.exit(main())
