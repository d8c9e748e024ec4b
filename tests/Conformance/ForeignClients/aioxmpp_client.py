"""An XMPP client of aioxmpp. Prints one JSON line for each thing it sees; exit code 0 when it saw all it waited for.

usage: aioxmpp_client.py chat|send|read JID PASSWORD PEER HOST PORT CERTIFICATE
  chat  subscribes to the peer, lets it subscribe, and exchanges a message with it once its presence is seen
  send  sends three messages to the peer, wherever it is
  read  waits for three messages
"""
import asyncio
import json
import sys

import aiosasl
import aioxmpp
import aioxmpp.dispatcher
import aioxmpp.sasl
import aioxmpp.security_layer

MESSAGES = ["one", "two", "three"]


def tell(event, **details):
    print(json.dumps({"client": "aioxmpp", "event": event, **details}), flush=True)


class ScramOnly(aioxmpp.security_layer.SASLProvider):
    """SCRAM or nothing: the library's own provider would fall back to PLAIN."""

    def __init__(self, password):
        self.password = password

    async def execute(self, jid, features, xmlstream, tls_transport):
        async def credentials():
            return jid.localpart, self.password

        mechanism, token = self._find_supported(features, [aiosasl.SCRAM])
        if mechanism is None:
            return False
        await self._execute(aioxmpp.sasl.SASLXMPPInterface(xmlstream), mechanism(credentials), token)
        tell("online", mechanism=token[0] if isinstance(token, tuple) else str(token))
        return True


class Client:
    def __init__(self, task, jid, password, peer, host, port):
        self.task = task
        self.peer = aioxmpp.JID.fromstr(peer)
        # The certificate is self-signed: whether it is trusted is not what is tested here.
        tls = aioxmpp.make_security_layer(None, no_verify=True)
        self.stream = aioxmpp.PresenceManagedClient(
            aioxmpp.JID.fromstr(jid), tls._replace(sasl_providers=(ScramOnly(password),)),
            override_peer=[(host, port, aioxmpp.connector.STARTTLSConnector())])
        self.roster = self.stream.summon(aioxmpp.RosterClient)
        self.received = []
        self.greeted = False
        self.done = asyncio.Event()
        self.roster.on_subscribe.connect(lambda presence: self.roster.approve(presence.from_.bare()))
        messages = self.stream.summon(aioxmpp.dispatcher.SimpleMessageDispatcher)
        messages.register_callback(aioxmpp.MessageType.CHAT, None, self.on_message)
        self.presences = self.stream.summon(aioxmpp.PresenceClient)
        self.presences.on_available.connect(self.on_available)

    async def run(self):
        presence = aioxmpp.PresenceState(self.task != "send")
        async with self.stream.connected(presence=presence) as stream:
            if self.task == "send":
                for body in MESSAGES:
                    await stream.send(self.message(body))
                await self.sync()
                tell("sent")
                return
            if self.task == "chat":
                self.roster.subscribe(self.peer)
            await self.done.wait()
            await self.sync()

    async def sync(self):
        # The answer to a ping comes after what was sent before it has been dealt with.
        await aioxmpp.ping.ping(self.stream, self.stream.local_jid.replace(localpart=None, resource=None))

    def on_available(self, jid, presence):
        if jid.bare() != self.peer or self.task != "chat" or self.greeted:
            return
        self.greeted = True
        tell("presence", sender=str(jid.bare()))
        self.stream.enqueue(self.message("greetings from aioxmpp"))
        self.finish_if_done()

    def on_message(self, message):
        body = message.body.any()
        self.received.append(body)
        tell("message", sender=str(message.from_.bare()), body=body, delayed=bool(message.xep0203_delay))
        self.finish_if_done()

    def finish_if_done(self):
        expected = len(MESSAGES) if self.task == "read" else 1
        if len(self.received) == expected and (self.task == "read" or self.greeted):
            tell("done")
            self.done.set()

    def message(self, body):
        message = aioxmpp.Message(to=self.peer, type_=aioxmpp.MessageType.CHAT)
        message.body[None] = body
        return message


async def main():
    task, jid, password, peer, host, port, _ = sys.argv[1:]
    try:
        await asyncio.wait_for(Client(task, jid, password, peer, host, int(port)).run(), timeout=30)
    except asyncio.TimeoutError:
        tell("timeout")
        return 1
    return 0


sys.exit(asyncio.run(main()))
