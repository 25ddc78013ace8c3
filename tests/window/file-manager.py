"""Shows a window with a file that can be dragged out of it, like a file manager.

    python3 file-manager.py TITLE FILE X Y
"""

import os
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main(title, file, x, y):
    file = os.path.abspath(file)
    window = Gtk.Window(title=title, decorated=False)
    window.set_default_size(240, 100)
    window.move(x, y)
    name = Gtk.EventBox()
    name.add(Gtk.Label(label=os.path.basename(file)))
    name.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    name.drag_source_add_uri_targets()
    name.connect("drag-data-get", lambda _name, _drag, data, *_: data.set_uris([GLib.filename_to_uri(file)]))
    window.add(name)
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
