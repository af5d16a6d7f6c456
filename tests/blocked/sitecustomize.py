"""Put on PYTHONPATH, refuses every connection of a process and of those it starts, and notes what was refused.

DJ_REFUSED names the file for notes; with DJ_LOOPBACK the machine itself may be talked to (a notebook talks to its
kernel so).
"""

import ipaddress
import os
import sys

NOTES = os.environ.get("DJ_REFUSED", "")
EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def _is_own(host):
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event, given):
    if event in EVENTS:
        address = given[1] if len(given) > 1 else None
        host = address[0] if isinstance(address, tuple) else None
        if not isinstance(address, tuple):
            return  # a socket of the file system, or one that was connected before
    elif event in NAMES:
        host = given[0].decode() if isinstance(given[0], bytes) else given[0]
    else:
        return
    if os.environ.get("DJ_LOOPBACK") and _is_own(host):
        return
    descriptor = os.open(NOTES, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, f"{event} {host} {sys.argv[:3]}\n".encode())
    os.close(descriptor)
    raise ConnectionRefusedError(f"{event} {host}: no network in this test")


if NOTES:
    sys.addaudithook(_refuse)
