import json

import pytest

OUTFIT = {"garment": "raincoat", "color": "#2f9a8a", "accent": "#f2c332", "accessories": ["crown"]}


def picture(mina, **looks) -> str:
    answer = mina.post("/api/heroes/portrait", json={"kind": "fox", **looks})
    assert answer.status_code == 200, answer.text
    return answer.json()["portrait"]


def test_every_kind_can_be_chosen_and_is_drawn(mina):
    heroes = mina.get("/api/heroes?language=en").json()
    assert {hero["kind"] for hero in heroes} >= {"cat", "rabbit", "penguin", "dinosaur", "child"}
    assert len({hero["id"] for hero in heroes}) == len(heroes)
    assert all(hero["portrait"].startswith("<svg") for hero in heroes)


def test_the_names_follow_the_language(mina):
    names = {language: [hero["name"] for hero in mina.get(f"/api/heroes?language={language}").json()]
             for language in ("ko", "en")}  # fmt: skip
    assert names["ko"][0] == "나비"
    assert names["en"][0] == "Momo"


def test_each_choice_changes_the_picture(mina):
    own = picture(mina)
    assert own == picture(mina)
    for looks in ({"color": "#4a86d8"}, {"outfit": OUTFIT}, {"outfit": {**OUTFIT, "accessories": []}}):
        assert picture(mina, **looks) != own, looks


def test_hair_is_chosen_for_a_child(mina):
    drawn = {picture(mina, kind="child", hair=hair, hair_style=style)
             for hair in ("#2a1d1a", "#b8733a") for style in ("buns", "curly")}  # fmt: skip
    assert len(drawn) == 4


@pytest.mark.parametrize("looks", [{"color": "red"}, {"outfit": {"garment": "armor"}}, {"hair_style": "spiky"}])
def test_what_cannot_be_drawn_is_refused(mina, looks):
    assert mina.post("/api/heroes/portrait", json={"kind": "fox", **looks}).status_code == 422


def test_a_child_wears_something(mina):
    refused = mina.post("/api/heroes/portrait", json={"kind": "child", "outfit": {"garment": "none"}})
    assert refused.status_code == 400


def test_a_book_is_made_for_the_hero_as_it_was_dressed(parts, mina):
    wish = {"topic": "a kite", "hero": "fox", "language": "en", "color": "#4a86d8", "outfit": OUTFIT}
    job = mina.post("/api/books", json=wish).json()["job"]
    hero = json.loads(parts.jobs.read(job)["payload"])["wish"]["hero"]
    assert hero["coat"] == "#4a86d8"
    assert hero["outfit"]["accessories"] == ["crown"]
    assert "raincoat" in hero["look_en"]  # what a diffusion model is told
