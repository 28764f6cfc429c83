"""What the tests of the page share: how long things may take, and what keeps people out."""

from soridam.studio.build import WEB

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
A_BOOK = 120_000  # ms in which a book without a voice is made, on a busy machine too


def serious(page) -> list[str]:
    """What axe-core finds that keeps people out, the reader's frame included in its own test."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ exclude: [['iframe']] })")
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
