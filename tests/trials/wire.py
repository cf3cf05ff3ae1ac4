"""A wire between a browser and the site that counts what comes down, whoever in the browser asked for it."""

import socket
import threading


class Wire:
    """`with Wire(port) as wire`: `wire.url` is the site behind it, `wire.down` the bytes that came so far."""

    def __init__(self, port):
        self.port, self.down = port, 0

    def __enter__(self):
        self.door = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        threading.Thread(target=self._let_in, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.door.close()

    def _let_in(self):
        while self.door.fileno() != -1:
            try:
                near, _address = self.door.accept()
            except OSError:  # closed
                return
            far = socket.create_connection(("localhost", self.port))
            threading.Thread(target=self._pass_on, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(far, near, True), daemon=True).start()

    def _pass_on(self, giver, taker, comes_down):
        try:
            while piece := giver.recv(65_536):
                self.down += len(piece) if comes_down else 0
                taker.sendall(piece)
        except OSError:  # the other side has gone
            pass
        finally:
            giver.close()
            taker.close()
