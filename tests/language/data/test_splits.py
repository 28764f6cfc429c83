from soridam.language.data.example import Example, Place, Turn
from soridam.language.data.splits import hold_out, read_splits


def example(asked, line=1):
    return Example(Place("a", line), (Turn("user", asked), Turn("assistant", "Yes.")))


def test_files_and_folders_are_parts_by_their_names(tmp_path):
    (tmp_path / "train.jsonl").write_text('{"text": "a"}')
    (tmp_path / "test-00000-of-1.jsonl").write_text('{"text": "b"}')
    (tmp_path / "validation").mkdir()
    (tmp_path / "validation/data.jsonl").write_text('{"text": "c"}')
    found = read_splits(tmp_path)
    assert [[one.text for one in part] for part in (found.train, found.test, found.validation)] == [["a"], ["b"], ["c"]]


def test_prompts_that_are_equal_stay_on_one_side():
    examples = tuple(example(f"question {number % 10}", number) for number in range(40))
    train, held = hold_out(examples, 0.2, seed=7)
    assert (len(train), len(held)) == (32, 8)
    assert not {one.prompt_key() for one in train} & {one.prompt_key() for one in held}


def test_of_a_single_text_the_last_part_is_held_out():
    text = " ".join(map(str, range(100)))
    (train,), (held,) = hold_out((Example(Place("a", 1), text=text),), 0.1, seed=7)
    assert train.text + held.text == text
    assert 0.05 < len(held.text) / len(text) < 0.15
