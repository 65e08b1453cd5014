"""Who reads which release: so that one is given up only when the last request that began with it has ended."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable


class Guests:
    """Counts of requests by what they read. Enter, and change what is entered, with `door` held."""

    def __init__(self) -> None:
        self.door = threading.Condition()
        self._inside: Counter[int] = Counter()

    def enter(self, place: object) -> Callable[[], None]:
        """Count a request in; return what counts it out, once and from any thread."""
        self._inside[id(place)] += 1

        def leave() -> None:
            number = id(
                place
            )  # which holds the place, so that no other gets its number
            with self.door:
                self._inside[number] -= 1
                if not self._inside[number]:
                    del self._inside[number]
                    self.door.notify_all()

        return leave

    def wait_for(self, place: object, *, within_s: float) -> bool:
        """Wait until nobody is inside; tell whether that came about in time."""
        number = id(place)
        with self.door:
            return self.door.wait_for(lambda: number not in self._inside, within_s)
