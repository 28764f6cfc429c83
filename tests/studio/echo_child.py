"""The other side of a resident process, for tests: says how much it heard, and can be deaf or die."""

import os
import sys
import time

from soridam.core.errors import AudioError
from soridam.studio.resident import answer


def reply(question, body):
    match question["do"]:
        case "die":
            os._exit(1)
        case "sleep":
            time.sleep(600)
        case "refuse":
            raise AudioError("audio.none", "No sound.", hint="Speak up.")
    return {"heard": len(body), "process": os.getpid()}


if __name__ == "__main__":
    answer(reply, sys.stdin.buffer, sys.stdout.buffer)
