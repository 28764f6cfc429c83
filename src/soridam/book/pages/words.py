"""What the forms of a book say beside the story, in both languages."""

from soridam.book.story import Language

WORDS: dict[Language, dict[str, str]] = {
    "ko": {
        "book": "그림책",
        "read_to_me": "읽어 주세요",
        "read_myself": "혼자 읽을래요",
        "page": "쪽",
        "the_end": "끝",
        "talk": "함께 이야기해요",
        "again": "처음부터 다시",
        "controls": "책 넘기기와 읽기",
        "previous": "앞쪽으로",
        "next": "다음 쪽으로",
        "read_aloud": "소리 내어 읽기",
        "turn_by_itself": "저절로 넘기기",
        "smaller": "글자 작게",
        "larger": "글자 크게",
        "letter": "가",
        "space": "스페이스",
        "held_back": "보호자 미리보기 · 아직 아이에게 보여 주지 않은 책이에요.",
    },
    "en": {
        "book": "picture book",
        "read_to_me": "Read to me",
        "read_myself": "I read myself",
        "page": "Page",
        "the_end": "The End",
        "talk": "Let's talk about it",
        "again": "Once more",
        "controls": "Turning and reading",
        "previous": "Page before",
        "next": "Next page",
        "read_aloud": "Read aloud",
        "turn_by_itself": "Turn by itself",
        "smaller": "Smaller letters",
        "larger": "Larger letters",
        "letter": "A",
        "space": "Space",
        "held_back": "Parent's preview · this book waits for your approval.",
    },
}
