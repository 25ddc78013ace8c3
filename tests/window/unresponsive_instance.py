"""Owns a name on the session bus without answering calls, like a program that is about to exit.

    python3 unresponsive_instance.py NAME SECONDS
"""

import sys

from gi.repository import Gio, GLib


def main(name, seconds):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    Gio.bus_own_name_on_connection(bus, name, Gio.BusNameOwnerFlags.NONE, lambda *_: print("done", flush=True), None)
    loop = GLib.MainLoop()
    GLib.timeout_add(int(seconds * 1000), loop.quit)
    loop.run()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
