"""Administers a server by ad-hoc commands (XEP-0050, XEP-0133) with slixmpp. Prints one JSON line with what it saw.

usage: adhoc_client.py JID PASSWORD HOST PORT CERTIFICATE NEW-ACCOUNT
"""
import asyncio
import json
import sys

import slixmpp

COMMANDS = "http://jabber.org/protocol/commands"
ADMIN = "http://jabber.org/protocol/admin#"


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password, certificate, account):
        hashes = ["SHA-512", "SHA-256", "SHA-1"]
        mechanisms = {"use_mechs": [f"SCRAM-{name}{plus}" for plus in ("-PLUS", "") for name in hashes]}
        super().__init__(jid, password, plugin_config={"feature_mechanisms": mechanisms})
        self.ca_certs = certificate
        self.account = account
        self.seen = {}
        for plugin in ("xep_0004", "xep_0030", "xep_0050"):
            self.register_plugin(plugin)
        self.add_event_handler("session_start", self.start)

    async def start(self, _):
        try:
            await self.administer()
        finally:
            self.disconnect()

    async def administer(self):
        server = self.boundjid.domain
        items = await self["xep_0030"].get_items(jid=server, node=COMMANDS)
        self.seen["commands"] = [item[1] for item in items["disco_items"]["items"]]
        answer = await self.run(server, ADMIN + "add-user", {
            "accountjid": self.account, "password": "secret", "password-verify": "secret"})
        self.seen["added"] = answer["status"], answer["notes"][0][1]
        answer = await self.run(server, ADMIN + "get-registered-users-num", {})
        self.seen["users"] = answer["form"].get_values()["registeredusersnum"]
        answer = await self.run(server, "urn:meerkat:admin#account/list", {"domain": server})
        self.seen["accounts"] = sorted(item["user"] for item in answer["form"]["items"])
        try:
            await self.run(server, ADMIN + "nonsense", {})
        except slixmpp.exceptions.IqError as error:
            self.seen["unknown"] = error.condition

    async def run(self, server, node, values):
        """The command's answer, with its form filled in if it has one."""
        answer = (await self["xep_0050"].send_command(server, node))["command"]
        if answer["status"] == "executing":
            form = answer["form"]
            form["type"] = "submit"
            for field in list(form.get_fields()):
                if field in values:
                    form.get_fields()[field]["value"] = values[field]
            answer = (await self["xep_0050"].send_command(
                server, node, action="complete", payload=form, sessionid=answer["sessionid"]))["command"]
        return answer


def main():
    jid, password, host, port, certificate, account = sys.argv[1:]
    client = Client(jid, password, certificate, account)
    client.connect(address=(host, int(port)))
    client.loop.run_until_complete(asyncio.wait_for(client.disconnected, timeout=30))
    print(json.dumps(client.seen), flush=True)


main()
