"""From the text around a quotation to the sentence before it and the one after it.

What is cut off at the edge of the stretch that was asked for is not shown as if it were a sentence.
"""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 240
_END: Final = re.compile(r"[.!?…]['\"’”)\]]*\s+(?=\S)|\n\s*\n?")


def words_before(text: str) -> str:
    """Return what stands between the beginning of the last sentence and a quotation.

    White space next to the quotation stays, as one space.

    >>> words_before("One thing. Another thing that ")
    'Another thing that '
    """
    starts = [0, *(found.end() for found in _END.finditer(text))]
    own = text[starts[-1] :].strip()
    if not own and len(starts) > 1:
        own = text[starts[-2] : starts[-1]].strip()
    if len(own) > _LONGEST:
        own = "… " + own[-_LONGEST:].partition(" ")[2]
    return " ".join(own.split()) + (" " if own and text[-1].isspace() else "")


def words_after(text: str) -> str:
    """Return what stands between a quotation and the end of its sentence, or the next sentence.

    White space next to the quotation stays, as one space.

    >>> words_after(" on time. Nobody knows why. ")
    ' on time.'
    """
    found = next((one for one in _END.finditer(text) if one.start() > 0), None)
    own = text[: found.end()].strip() if found else text.strip()
    if len(own) > _LONGEST:
        own = own[:_LONGEST].rpartition(" ")[0] + " …"
    return (" " if own and text[0].isspace() else "") + " ".join(own.split())
