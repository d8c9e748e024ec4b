"""Blocks and unblocks a contact (XEP-0191) with slixmpp or aioxmpp. Prints one JSON line with what it saw.

usage: blocking_client.py slixmpp|aioxmpp JID PASSWORD PEER HOST PORT CERTIFICATE
"""
import asyncio
import json
import sys

MAY_TAKE_SECONDS = 30


async def with_slixmpp(jid, password, peer, host, port, certificate):
    import slixmpp

    hashes = ["SHA-512", "SHA-256", "SHA-1"]
    mechanisms = {"use_mechs": [f"SCRAM-{name}{plus}" for plus in ("-PLUS", "") for name in hashes]}
    client = slixmpp.ClientXMPP(jid, password, plugin_config={"feature_mechanisms": mechanisms})
    client.ca_certs = certificate
    for plugin in ("xep_0030", "xep_0191", "xep_0199"):
        client.register_plugin(plugin)
    started = asyncio.Event()
    pushes = asyncio.Queue()
    client.add_event_handler("session_start", lambda _: started.set())
    client.add_event_handler("blocked", lambda iq: pushes.put_nowait(names(iq["block"]["items"])))
    client.add_event_handler("unblocked", lambda iq: pushes.put_nowait(names(iq["unblock"]["items"])))
    client.connect(address=(host, port))
    await started.wait()
    blocking = client["xep_0191"]
    seen = {}

    info = await client["xep_0030"].get_info(jid=client.boundjid.domain)
    seen["supported"] = "urn:xmpp:blocking" in info["disco_info"]["features"]
    seen["before"] = names((await blocking.get_blocked())["blocklist"]["items"])
    await blocking.block([slixmpp.JID(peer), slixmpp.JID("spam.example")])
    seen["blocked"] = await pushes.get()
    try:
        await client["xep_0199"].ping(peer)
    except slixmpp.exceptions.IqError as error:
        seen["ping"] = error.condition
    seen["during"] = names((await blocking.get_blocked())["blocklist"]["items"])
    await blocking.unblock(slixmpp.JID(peer))
    seen["unblocked"] = await pushes.get()
    seen["after"] = names((await blocking.get_blocked())["blocklist"]["items"])
    await client.disconnect()
    return seen


async def with_aioxmpp(jid, password, peer, host, port, _):
    import aioxmpp
    import aioxmpp.blocking
    import aioxmpp.ping

    # The certificate is self-signed: whether it is trusted is not what is tested here.
    client = aioxmpp.PresenceManagedClient(
        aioxmpp.JID.fromstr(jid), aioxmpp.make_security_layer(password, no_verify=True),
        override_peer=[(host, port, aioxmpp.connector.STARTTLSConnector())])
    blocking = client.summon(aioxmpp.BlockingClient)
    pushes = asyncio.Queue()
    blocking.on_jids_blocked.connect(lambda jids: pushes.put_nowait(names(jids)))
    blocking.on_jids_unblocked.connect(lambda jids: pushes.put_nowait(names(jids)))
    contact = aioxmpp.JID.fromstr(peer)
    seen = {"supported": True}
    async with client.connected():
        seen["before"] = names(blocking.blocklist)
        await blocking.block_jids([contact, aioxmpp.JID.fromstr("spam.example")])
        seen["blocked"] = await pushes.get()
        try:
            await aioxmpp.ping.ping(client, contact)
        except aioxmpp.errors.XMPPError as error:
            seen["ping"] = error.condition.value[1]
        seen["during"] = names(blocking.blocklist)
        await blocking.unblock_jids([contact])
        seen["unblocked"] = await pushes.get()
        seen["after"] = names(blocking.blocklist)
        await blocking.unblock_all()
        seen["all"] = await pushes.get()
    return seen


def names(jids):
    return sorted(str(jid) for jid in jids)


async def main():
    library, jid, password, peer, host, port, certificate = sys.argv[1:]
    run = with_slixmpp if library == "slixmpp" else with_aioxmpp
    seen = await asyncio.wait_for(run(jid, password, peer, host, int(port), certificate), MAY_TAKE_SECONDS)
    print(json.dumps(seen), flush=True)


asyncio.get_event_loop().run_until_complete(main())
