"""CLIP's tokenizer from the vocabulary of OpenCLIP's package gives CLIP's own ids."""

import gzip

import pytest
from transformers import CLIPTokenizer

from soridam.core.weights import find_weights
from soridam.image.clip_tokenizer import BPE_FILE, FROM_BPE, MERGES, write_tokenizer

pytestmark = pytest.mark.weights  # CLIP's vocabulary


@pytest.fixture(scope="module")
def tokenizer():
    folder = find_weights("clip-tokenizer", form="tokenizer", family="image", conversions=(FROM_BPE,))
    return CLIPTokenizer.from_pretrained(folder)


def test_the_ids_are_clip_s_own(tokenizer):
    ids = tokenizer("a small orange tabby cat").input_ids
    assert ids[:-1] == [49406, 320, 2442, 4287, 36145, 2368]
    assert ids[-1] == 49407


def test_the_vocabulary_has_clip_s_size_and_its_two_special_tokens_last(tokenizer):
    assert len(tokenizer) == 49_408
    assert tokenizer.convert_ids_to_tokens([49406, 49407]) == ["<|startoftext|>", "<|endoftext|>"]


def test_captions_are_padded_to_what_clip_reads(tokenizer):
    assert len(tokenizer("a fox " * 60, padding="max_length", truncation=True).input_ids) == 77


def test_the_lines_of_the_file_after_the_last_merge_are_left_out(tmp_path):
    lines = ["#version", *(f"a{number} b" for number in range(MERGES + 5))]
    with gzip.open(tmp_path / BPE_FILE, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    write_tokenizer(tmp_path, tmp_path / "tokenizer")
    merges = (tmp_path / "tokenizer" / "merges.txt").read_text(encoding="utf-8").splitlines()
    assert len(merges) == MERGES + 1
    assert merges[-1] == f"a{MERGES - 1} b"
