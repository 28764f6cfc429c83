"""Prints what the studio's server offers as an OpenAPI document, for the web page's typed client (web/client.mjs)."""

import json
import sys

from soridam.settings import StudioSettings
from soridam.studio.app import build_app
from soridam.studio.parts import build_parts

if __name__ == "__main__":
    json.dump(build_app(build_parts(StudioSettings(folder="."))).openapi(), sys.stdout, ensure_ascii=False, indent=1)
