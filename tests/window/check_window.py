"""Waits until a window with this title shows more than an empty page, then closes it as its close button does.

    python3 check_window.py TITLE TIME_LIMIT_SECONDS PID

Fails if the window does not appear within the time limit, or if the process PID ends before that. Also fails if the
process does not end after its window was closed.
"""

import sys
import time

from Xlib import X, display, error
from Xlib.protocol import event

# A window with fewer colours is empty.
MIN_COLOURS = 24
# The time in which the process must end after its window was closed.
EXIT_LIMIT_SECONDS = 60


def descendants(window):
    """Yields the window and all windows inside it."""
    yield window
    for child in window.query_tree().children:
        yield from descendants(child)


def find(root, title):
    """Returns the visible window with this title, or None."""
    for window in descendants(root):
        try:
            visible = window.get_attributes().map_state == X.IsViewable
            if visible and window.get_wm_name() == title:
                return window
        except error.BadWindow:
            continue
    return None


def count_colours(window):
    """Returns the number of different colours in the window."""
    shape = window.get_geometry()
    data = window.get_image(0, 0, shape.width, shape.height, X.ZPixmap, 0xFFFFFFFF).data
    return len({data[at : at + 4] for at in range(0, len(data), 4)})


def close(screen, window):
    """Sends the window a WM_DELETE_WINDOW message (ICCCM 4.2.8.1)."""
    delete = screen.intern_atom("WM_DELETE_WINDOW")
    protocols = screen.intern_atom("WM_PROTOCOLS")
    message = event.ClientMessage(window=window, client_type=protocols, data=(32, [delete, X.CurrentTime, 0, 0, 0]))
    window.send_event(message)
    screen.flush()


def alive(process):
    """Returns whether the process runs. A zombie does not run."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def main(title, limit, process):
    screen = display.Display()
    root = screen.screen().root
    end = time.monotonic() + limit
    state = "no window"
    while time.monotonic() < end:
        if not alive(process):
            sys.exit(f"the program ended; there was {state}")
        window = find(root, title)
        if window is not None:
            count = count_colours(window)
            state = f"a window “{title}” with {count} colours"
            if count >= MIN_COLOURS:
                break
        time.sleep(0.25)
    else:
        sys.exit(f"after {limit} s there was {state}")
    print(state)
    close(screen, window)
    end = time.monotonic() + EXIT_LIMIT_SECONDS
    while alive(process):
        if time.monotonic() > end:
            sys.exit("the program did not end when its window was closed")
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
