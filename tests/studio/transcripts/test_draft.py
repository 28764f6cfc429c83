from pathlib import Path

from soridam.core.errors import AudioError, from_report
from soridam.studio.transcripts.draft import _decoded

SOUND = Path(__file__).parents[2] / "fixtures" / "sound"


def test_whatever_a_recording_does_to_the_decoder_the_others_are_drafted(tmp_path):
    (tmp_path / "bad.wav").write_bytes(b"RIFF" + bytes(range(256)) * 2)  # of a codec that nobody has
    (tmp_path / "empty.mp3").write_bytes(b"")
    names = ["flac_streamed_no_length.flac", "m4a_no_moov.m4a", "webm_truncated.webm", "wav_data_0.wav"]
    recordings = [("bad.wav", tmp_path / "bad.wav"), ("empty.mp3", tmp_path / "empty.mp3")]
    recordings += [(name, SOUND / name) for name in names]
    failed: list[dict[str, object]] = []
    heard = list(_decoded(recordings, failed))
    assert [one.name for one in heard] == [names[0], *names[2:]]
    assert [len(one.warnings) for one in heard] == [0, 1, 0]
    assert [one["name"] for one in failed] == ["bad.wav", "empty.mp3", "m4a_no_moov.m4a"]
    assert all(from_report(AudioError, one["error"]).hint for one in failed)
