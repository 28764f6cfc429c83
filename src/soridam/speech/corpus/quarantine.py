"""Why rows are set aside: one word for counting, one sentence for people, in both languages.

Begin with `explain`.
"""

from soridam.speech.corpus.utterance import Rejection

EXPLANATIONS = {
    "missing-audio": ("the folder has no such recording", "폴더에 그 녹음이 없음"),
    "ambiguous-audio": ("several recordings have that name", "같은 이름의 녹음이 여럿임"),
    "not-listed": ("no row of its table names it", "표의 어느 줄에도 없는 녹음"),
    "unsafe-path": ("its path leads out of the folder", "경로가 폴더 밖을 가리킴"),
    "remote-url": ("its recording is an address; only files are read", "녹음이 파일이 아니라 주소임"),
    "piped-command": (
        "its recording is a command, and commands are never run",
        "녹음이 명령이며, 명령은 실행하지 않음",
    ),
    "unreadable-label": ("its label or line cannot be read", "라벨이나 줄을 읽을 수 없음"),
    "not-unicode": (
        "its file name (fix it with convmv) or text is not Unicode",
        "파일 이름(convmv로 고침)이나 글이 유니코드가 아님",
    ),
    "no-transcript": ("there is no transcript", "전사가 없음"),
    "broken-marks": ("the marks in its transcript are broken", "전사 기호가 깨짐"),
    "empty-after-marks": ("its transcript holds nothing but marks", "전사에 기호뿐임"),
    "deidentified-name": ("a name in it was masked", "이름이 비식별 처리됨"),
    "bad-quality": ("the corpus marks it as bad", "데이터셋이 품질 불량으로 표시함"),
    "recording-corrupt": ("the corpus marks the recording as corrupt", "데이터셋이 녹음 손상으로 표시함"),
    "overlapping-speech": ("several people speak at once", "여러 사람이 동시에 말함"),
    "foreign": ("it is in another language", "다른 언어로 말함"),
    "missing": ("the recording is not where the corpus says", "데이터셋이 가리키는 곳에 녹음이 없음"),
    "unreadable": (
        "the archive or file cannot be read at that position",
        "압축 파일이나 파일의 그 부분을 읽을 수 없음",
    ),
    "undecodable": ("the recording cannot be decoded", "녹음을 디코딩할 수 없음"),
    "kills-decoder": ("the recording crashes or hangs the decoder", "디코더가 비정상 종료되거나 멈춤"),
    "too-large": ("decoding needs more memory or time than allowed", "디코딩에 허용치 이상의 메모리나 시간이 필요함"),
    "empty": ("the recording holds no sound", "소리가 없음"),
    "silent": ("the recording holds nothing but silence", "무음뿐임"),
    "too-short": ("the recording is too short to hold a word", "한 단어를 담기에도 너무 짧음"),
    "too-long": (
        "longer than allowed (Whisper takes 30 s), without timestamps to cut it at",
        "허용 길이(Whisper는 30초)를 넘고 나눌 시간 정보가 없음",
    ),
    "truncated": (
        "cut off: shorter than its header or the corpus declares",
        "끝이 잘림: 녹음이나 데이터셋이 밝힌 길이보다 짧음",
    ),
    "damaged": ("parts of the recording are damaged and were skipped", "녹음의 일부가 손상되어 건너뜀"),
    "bad-times": ("its timestamps are outside the recording", "시간이 녹음 범위를 벗어남"),
    "unknown-language": ("Whisper does not know its language", "Whisper가 모르는 언어임"),
    "description": ("its transcript describes a sound, not words", "전사가 말이 아니라 소리를 설명함"),
    "no-text": ("no text is left after normalizing", "정규화하면 남는 글자가 없음"),
    "label-too-long": ("more than Whisper's 448 tokens", "Whisper의 448토큰을 넘음"),
}


def explain(reason: str, language: str = "en") -> str:
    """Return the sentence of a reason; a reader's own reason stands for itself."""
    english, korean = EXPLANATIONS.get(reason, (reason, reason))
    return korean if language == "ko" else english


def as_record(rejection: Rejection) -> dict[str, str]:
    """Return one line of quarantine.jsonl, whatever bytes its names were made of."""
    record = {"id": rejection.id, "reason": rejection.reason, "detail": rejection.detail}
    return {name: text.encode("utf-8", "replace").decode() for name, text in record.items()}
