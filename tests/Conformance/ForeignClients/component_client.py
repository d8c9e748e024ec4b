"""An external component of slixmpp. Prints one JSON line for each thing it sees.

usage: component_client.py TASK DOMAIN SECRET HOST PORT CERTIFICATE [USER PASSWORD C2S-PORT]
  join      connects, says what came of it, and ends
  tls       the same by TLS
  conflict  connects a second time while the first connection is there
  talk      connects, and talks with a user of the server: presence, messages and requests both ways
  break     connects, reads nothing of what a user sends, and breaks off
"""
import asyncio
import json
import sys

import slixmpp

TIMEOUT = 30

# More than the kernel takes for a connection that is not read.
FLOOD = 2500
FLOOD_BODY = "x" * 8192


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


class Component(slixmpp.ComponentXMPP):
    def __init__(self, domain, secret, host, port, certificate):
        super().__init__(domain, secret, host, port)
        self.ca_certs = certificate
        self.outcome = self.loop.create_future()
        self.requests = asyncio.Queue()
        self.messages = asyncio.Queue()
        self.presences = asyncio.Queue()
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0199")
        self.auto_authorize = None
        self.auto_subscribe = False
        self.add_event_handler("session_start", lambda _: self.settle("online"))
        self.add_event_handler("stream_error", lambda error: self.settle(error["condition"]))
        self.add_event_handler("disconnected", lambda _: self.settle("disconnected"))
        self.add_event_handler("message", self.messages.put_nowait)
        self.add_event_handler("presence_subscribe", self.presences.put_nowait)
        self.add_event_handler("presence_available", self.presences.put_nowait)

    def settle(self, outcome):
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    async def join(self, use_ssl=False):
        self.connect(use_ssl=use_ssl)
        return await asyncio.wait_for(self.outcome, TIMEOUT)


class User(slixmpp.ClientXMPP):
    def __init__(self, jid, password, certificate):
        super().__init__(jid, password)
        self.ca_certs = certificate
        self.messages = asyncio.Queue()
        self.errors = asyncio.Queue()
        self.presences = asyncio.Queue()
        self.started = self.loop.create_future()
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0199")
        self.auto_subscribe = False
        self.add_event_handler("session_start", self.started.set_result)
        self.add_event_handler("message", self.messages.put_nowait)
        self.add_event_handler("message_error", self.errors.put_nowait)
        self.add_event_handler("presence_available", self.presences.put_nowait)

    async def log_in(self, host, port):
        self.connect(address=(host, port))
        await asyncio.wait_for(self.started, TIMEOUT)
        await self.get_roster()
        self.send_presence()


async def first_from(queue, sender):
    """The next stanza of this sender; what others send is passed over."""
    while True:
        stanza = await asyncio.wait_for(queue.get(), TIMEOUT)
        if stanza["from"].bare == sender:
            return stanza


async def conflict(*where):
    first = Component(*where)
    tell("first", outcome=await first.join())
    second = Component(*where)
    tell("second", outcome=await second.join())
    answer = await first["xep_0199"].send_ping("localhost", ifrom=where[0], timeout=TIMEOUT)
    tell("first", outcome=answer["type"])


async def break_off(domain, secret, host, port, certificate, jid, password, c2s_port):
    component = Component(domain, secret, host, port, certificate)
    tell("component", outcome=await component.join())
    user = User(jid, password, certificate)
    await user.log_in(host, int(c2s_port))

    component.transport.pause_reading()
    for number in range(1, FLOOD + 1):
        message = user.make_message(mto=domain, mbody=FLOOD_BODY, mtype="chat")
        message["id"] = str(number)
        message.send()
    # The answer to a ping comes after what was sent before it has been dealt with.
    await user["xep_0199"].send_ping("localhost", timeout=TIMEOUT)
    component.transport.abort()

    bounced = []
    while not bounced or bounced[-1] != FLOOD:
        error = await asyncio.wait_for(user.errors.get(), TIMEOUT)
        bounced.append(int(error["id"]))
    is_without_gaps = bounced == list(range(bounced[0], FLOOD + 1))
    tell("bounced", condition=error["error"]["condition"], complete=is_without_gaps)


async def talk(domain, secret, host, port, certificate, jid, password, c2s_port):
    component = Component(domain, secret, host, port, certificate)
    tell("component", outcome=await component.join())
    user = User(jid, password, certificate)
    await user.log_in(host, int(c2s_port))

    user.send_message(mto=f"nurse@{domain}", mbody="from the user", mtype="chat")
    message = await first_from(component.messages, jid)
    tell("message", body=message["body"], sender=message["from"].bare, to=str(message["to"]))
    component.send_message(mto=user.boundjid.full, mfrom=f"nurse@{domain}/ward", mbody="from the component", mtype="chat")
    message = await first_from(user.messages, f"nurse@{domain}")
    tell("message", body=message["body"], sender=str(message["from"]), to=message["to"].bare)

    info = await user["xep_0030"].get_info(jid=domain, timeout=TIMEOUT)
    tell("info", sender=str(info["from"]), type=info["type"])
    items = await user["xep_0030"].get_items(jid=user.boundjid.domain, timeout=TIMEOUT)
    tell("items", domains=" ".join(sorted(str(item[0]) for item in items["disco_items"]["items"])))
    answer = await component["xep_0199"].send_ping(user.boundjid, ifrom=domain, timeout=TIMEOUT)
    tell("ping", type=answer["type"])

    user.send_presence_subscription(pto=f"nurse@{domain}")
    request = await first_from(component.presences, jid)
    tell("subscription", type=request["type"])
    component.send_presence(pto=jid, pfrom=f"nurse@{domain}", ptype="subscribed")
    component.send_presence(pto=jid, pfrom=f"nurse@{domain}/ward", pstatus="on duty")
    presence = await first_from(user.presences, f"nurse@{domain}")
    tell("presence", sender=str(presence["from"]), status=presence["status"])


async def run(task, *rest):
    if task in ("join", "tls"):
        tell("joined", outcome=await Component(*rest).join(use_ssl=task == "tls"))
    else:
        await {"conflict": conflict, "talk": talk, "break": break_off}[task](*rest)


asyncio.get_event_loop().run_until_complete(asyncio.wait_for(run(*sys.argv[1:]), 2 * TIMEOUT))
