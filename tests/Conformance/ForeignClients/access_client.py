"""Clients of slixmpp that meet access rules. Prints one JSON line for each thing it sees.

usage: access_client.py TASK JID PASSWORD HOST PORT CERTIFICATE [MORE]
  login      logs in, and says what came of it
  register   makes the account, and says what came of it: MORE is the port of direct TLS
  write      logs in and sends a message to MORE, a component, which joins meanwhile: MORE is DOMAIN SECRET PORT
  flood      logs in and sends more than a shaper lets through at once to itself
"""
import asyncio
import json
import ssl
import sys
import time
from xml.etree import ElementTree

import slixmpp

TIMEOUT = 30
STREAMS = "http://etherx.jabber.org/streams"
FLOOD = [f"{number} {'x' * 500}" for number in range(100)]


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password, certificate):
        super().__init__(jid, password, plugin_config={"feature_mechanisms": {"use_mech": "SCRAM-SHA-256-PLUS"}})
        self.ca_certs = certificate
        self.outcome = self.loop.create_future()
        self.messages = asyncio.Queue()
        self.register_plugin("xep_0199")
        self.add_event_handler("session_start", lambda _: self.settle("online"))
        self.add_event_handler("failed_auth", lambda failure: self.settle(failure["condition"]))
        self.add_event_handler("stream_error", lambda error: self.settle(error["condition"]))
        self.add_event_handler("disconnected", lambda _: self.settle("disconnected"))
        self.add_event_handler("message_error", self.messages.put_nowait)

    def settle(self, outcome):
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    async def log_in(self, host, port):
        self.connect(address=(host, int(port)))
        return await asyncio.wait_for(self.outcome, TIMEOUT)


class Component(slixmpp.ComponentXMPP):
    def __init__(self, domain, secret, host, port, certificate):
        super().__init__(domain, secret, host, int(port))
        self.ca_certs = certificate
        self.started = self.loop.create_future()
        self.messages = asyncio.Queue()
        self.add_event_handler("session_start", self.started.set_result)
        self.add_event_handler("message", self.messages.put_nowait)


async def write(jid, password, host, port, certificate, domain, secret, component_port):
    component = Component(domain, secret, host, component_port, certificate)
    component.connect()
    await asyncio.wait_for(component.started, TIMEOUT)
    client = Client(jid, password, certificate)
    tell("client", outcome=await client.log_in(host, port))
    client.send_message(mto=domain, mbody="hello", mtype="chat")
    # The answer to a ping comes after what was sent before it has been dealt with.
    await client["xep_0199"].ping("localhost", timeout=TIMEOUT)
    if client.messages.empty():
        message = await asyncio.wait_for(component.messages.get(), TIMEOUT)
        tell("message", outcome="delivered", body=message["body"])
    else:
        error = client.messages.get_nowait()
        tell("message", outcome=error["error"]["condition"])


async def register(jid, password, host, certificate, port):
    """By hand, and by direct TLS: the library would send nothing before it has a session."""
    user, domain = jid.split("@")
    context = ssl.create_default_context(cafile=certificate)
    reader, writer = await asyncio.open_connection(host, int(port), ssl=context, server_hostname=domain)
    writer.write(f"<stream:stream xmlns='jabber:client' xmlns:stream='{STREAMS}' to='{domain}' version='1.0'>".encode())
    writer.write(
        f"<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>{user}</username>"
        f"<password>{password}</password></query></iq>".encode())
    parser = ElementTree.XMLPullParser(["end"])
    while True:
        parser.feed(await asyncio.wait_for(reader.read(4096), TIMEOUT))
        for _, element in parser.read_events():
            if element.tag == "{jabber:client}iq":
                conditions = [child.tag.split("}")[1] for child in element.findall("{jabber:client}error/*")]
                tell("client", outcome=conditions[0] if conditions else element.get("type"))
                writer.close()
                return


async def flood(jid, password, host, port, certificate):
    client = Client(jid, password, certificate)
    received = []
    done = client.loop.create_future()

    def on_message(message):
        received.append(message["body"])
        if len(received) == len(FLOOD):
            done.set_result(True)

    client.add_event_handler("message", on_message)
    tell("client", outcome=await client.log_in(host, port))
    client.send_presence()
    begin = time.monotonic()
    for body in FLOOD:
        client.send_message(mto=client.boundjid, mbody=body, mtype="chat")
    await asyncio.wait_for(done, TIMEOUT)
    # 16 KiB pass at once, the other 40 at 16 KiB a second. A slow machine only takes longer.
    tell("flood", complete=received == FLOOD, slowed=time.monotonic() - begin >= 1)


async def run(task, jid, password, host, port, certificate, *more):
    if task == "write":
        await write(jid, password, host, port, certificate, *more)
    elif task == "flood":
        await flood(jid, password, host, port, certificate)
    elif task == "register":
        await register(jid, password, host, certificate, *more)
    else:
        tell("client", outcome=await Client(jid, password, certificate).log_in(host, port))


asyncio.get_event_loop().run_until_complete(asyncio.wait_for(run(*sys.argv[1:]), 2 * TIMEOUT))
