"""Waits for a window as a person does: until one with this title is on the display and something is drawn in it. Then
closes it the way a window's cross does.

    python3 onlooker.py TITLE GUARD_SECONDS PID

Ends with an error when the guard runs out, or when the process PID ends before its window was there.
"""

import sys
import time

from Xlib import X, display, error
from Xlib.protocol import event

# Fewer colours than this are an empty window.
DRAWN = 24
# How long the process may take to end after its window was closed.
PARTING_SECONDS = 60


def below(window):
    """The window and all within it."""
    yield window
    for child in window.query_tree().children:
        yield from below(child)


def find(root, title):
    """The window with this title that can be seen."""
    for window in below(root):
        try:
            visible = window.get_attributes().map_state == X.IsViewable
            if visible and window.get_wm_name() == title:
                return window
        except error.BadWindow:
            continue
    return None


def colours(window):
    """How many colours are drawn in the window."""
    shape = window.get_geometry()
    data = window.get_image(0, 0, shape.width, shape.height, X.ZPixmap, 0xFFFFFFFF).data
    return len({data[at : at + 4] for at in range(0, len(data), 4)})


def close(screen, window):
    """Asks the window to close, as ICCCM 4.2.8.1 says."""
    delete = screen.intern_atom("WM_DELETE_WINDOW")
    protocols = screen.intern_atom("WM_PROTOCOLS")
    asked = event.ClientMessage(window=window, client_type=protocols, data=(32, [delete, X.CurrentTime, 0, 0, 0]))
    window.send_event(asked)
    screen.flush()


def alive(process):
    """Whether the process runs. One that ended and was not waited for yet does not."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def main(title, guard, process):
    screen = display.Display()
    root = screen.screen().root
    end = time.monotonic() + guard
    seen = "no window"
    while time.monotonic() < end:
        if not alive(process):
            sys.exit(f"the program ended; there was {seen}")
        window = find(root, title)
        if window is not None:
            drawn = colours(window)
            seen = f"a window “{title}” in {drawn} colours"
            if drawn >= DRAWN:
                break
        time.sleep(0.25)
    else:
        sys.exit(f"after {guard} s there was {seen}")
    print(seen)
    close(screen, window)
    end = time.monotonic() + PARTING_SECONDS
    while alive(process):
        if time.monotonic() > end:
            sys.exit("the program did not end when its window was closed")
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
