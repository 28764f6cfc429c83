"""Second decoding of text that is too long, repeats itself, or might be the prompt. Begin with `write_again`."""

from dataclasses import replace

from soridam.speech.audio import Waveform
from soridam.speech.recognition.engine import NO_REPEAT, Decoding, Engine, Hypothesis
from soridam.speech.recognition.guard import is_confirmed, may_echo
from soridam.speech.window import FULL_WINDOW, is_repetitive, is_runaway


def write_again(engine: Engine, wave: Waveform, hypothesis: Hypothesis, decoding: Decoding) -> Hypothesis:
    """Return the hypothesis, or a better one of the same sound: at 30 s, without repetitions, without the prompt."""
    window = hypothesis.window
    if window < FULL_WINDOW and is_runaway(hypothesis.text, ended=hypothesis.ended):
        hypothesis = engine.write_alone(wave, decoding)
    if is_repetitive(hypothesis.text):
        hypothesis = engine.write_alone(wave, replace(decoding, no_repeat=NO_REPEAT))
    if may_echo(hypothesis.text, decoding.context):
        unprompted = engine.write_alone(wave, replace(decoding, context=""), window)
        if not is_confirmed(hypothesis.text, unprompted.text):
            return unprompted
    return hypothesis
