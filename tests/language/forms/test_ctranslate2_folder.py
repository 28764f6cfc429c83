"""A language model in CTranslate2 form: in int8 it foresees what it foresaw, on every processor."""

import os
import subprocess
import sys

import pytest
from tests.language.tiny_chat import write_exportable_chat

LARGEST_CHANGES = """
import sys
from pathlib import Path
import ctranslate2, numpy
from soridam.language.forms.ctranslate2_folder import write_ctranslate2
from soridam.language.model import load_tokenizer

source, folder = map(Path, sys.argv[1:])
found = []
for precision in ("float32", "int8"):
    write_ctranslate2(source, load_tokenizer(source), folder / precision, precision)
    asked = ctranslate2.Generator(str(folder / precision)).forward_batch([[5, 6, 7, 8, 9, 10]], return_log_probs=True)
    found.append(numpy.exp(numpy.array(asked.to(ctranslate2.DataType.float32))))
print(abs(found[0] - found[1]).sum(-1).max())
"""
WITHOUT_VNNI = {"MKL_ENABLE_INSTRUCTIONS": "AVX2", "ONEDNN_MAX_CPU_ISA": "AVX2", "CT2_FORCE_CPU_ISA": "AVX2"}


@pytest.mark.parametrize("processor", [{}, WITHOUT_VNNI], ids=["this", "without VNNI"])
def test_int8_foresees_what_it_foresaw_on_every_processor(processor, tmp_path):
    source = write_exportable_chat(tmp_path / "model")
    asked = [sys.executable, "-c", LARGEST_CHANGES, str(source), str(tmp_path)]
    ran = subprocess.run(asked, env=os.environ | processor, capture_output=True, text=True, check=True, timeout=120)
    assert float(ran.stdout.split()[-1]) < 0.03
