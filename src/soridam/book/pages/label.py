"""The line that says a book was made by AI: for people in the book, for machines in its pictures and files.

The EU's AI Act (article 50), Korea's AI Basic Act and COPPA ask for both. The machine-readable form is the IPTC digital
source type, in XMP.
"""

from soridam.book.folder import MadeBy
from soridam.book.story import Language

# Drawn by rules from a grammar, without training: IPTC's "algorithmic media"; a diffusion model's are "trained".
SOURCE_TYPES = {
    "drawn": "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
    "diffusion": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
}
_LINES: dict[Language, tuple[str, str]] = {
    "ko": (
        "이 책의 글과 그림은 아이의 바람을 듣고 인공지능(소리담)이 만들었어요.",
        "이 책의 글과 그림과 목소리는 아이의 바람을 듣고 인공지능(소리담)이 만들었어요.",
    ),
    "en": (
        "The words and pictures of this book were made by AI (Soridam), from a child's wish.",
        "The words, pictures and voice of this book were made by AI (Soridam), from a child's wish.",
    ),
}


def ai_line(language: Language, made_by: MadeBy) -> str:
    """Return what readers see."""
    silent, voiced = _LINES[language]
    return silent if made_by.narrator == "none" else voiced


def source_type(made_by: MadeBy) -> str:
    """IPTC's digital source type for the pictures of a book."""
    return SOURCE_TYPES["drawn" if made_by.illustrator == "drawn" else "diffusion"]


def xmp_packet(source: str) -> bytes:
    """XMP that names the digital source type, for the metadata of a picture or a PDF."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Soridam">'
        f"<Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
