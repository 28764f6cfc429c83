"""Korean counters: which take native numerals and up to which number, and the names of units.

Native numerals give way to Sino-Korean ones as numbers grow; where both are heard, the table takes the commoner.
"""

COMMON_LIMIT = 29  # 스물아홉 명, but 삼십 명


def _words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _native(limit: int, words: str) -> dict[str, int]:
    return dict.fromkeys(words.split(), limit)


# Counter -> the largest number that it takes as a native numeral.
NATIVE_COUNTERS: dict[str, int] = {
    **_native(
        COMMON_LIMIT,
        "개 명 사람 마리 장 권 잔 병 그루 송이 켤레 벌 자루 채 가지 군데 곳 "
        "달 통 척 쌍 알 조각 줄 칸 모금 숟가락 스푼 "
        "끼 바퀴 개비 다발 묶음 상자 박스 봉지 그릇 접시 컵 마디 걸음 방울 모둠 포기 쪼각 톨 꼬집 캔 팩 세트",
    ),
    **_native(99, "살 번째 째"),
    **_native(19, "시간 배 번 편 곡 판 건 차례 문장 단어 글자 나라 가족 팀 경기 골 게임"),
    **_native(12, "시"),
    **_native(9, "대"),  # 세 대, but 십 대 for an age
}

# Counters and units with Sino-Korean numerals; listed so that a space is set before them and not before a particle.
SINO_COUNTERS = _words(
    "년 년대 년도 년생 년차 월 일 개월 개년 개국 개국어 주 주년 주일 주차 분 분기 "
    "분위 초 원 달러 불 엔 위안 유로 퍼센트 퍼센트포인트 프로 도 층 호 호선 호실 번지 "
    "번길 번가 번호 등 등급 위 회 회차 회전 학년 학기 반 교시 쪽 페이지 점 인 인분 "
    "인용 인승 인치 세 세기 세대 단 단계 차 차선 차원 평 평형 동 급 기 기통 기압 탄 "
    "부 절 항 조항 킬로 킬로그램 킬로미터 킬로와트 메가바이트 기가바이트 테라바이트 미터 "
    "센티 센티미터 밀리미터 밀리 리터 밀리리터 그램 밀리그램 톤 헥타르 제곱미터 칼로리 "
    "킬로칼로리 와트 볼트 헤르츠 데시벨 시즌 대째 박 연승 연패 득점 안타 홈런 타점 리 "
    "푼 자리 자릿수 관왕 종 종류 석 배속 장르 시리즈"
)

# Nouns after which 번 names a thing (삼 번 출구) instead of counting times (세 번).
NUMBERED_THINGS = _words(
    "출구 버스 문제 선수 트랙 채널 게이트 국도 버튼 자리 타자 좌석 창구 플랫폼 승강장 방 홀 후보 마을"
)

UNITS: dict[str, str] = {
    "km": "킬로미터",
    "m": "미터",
    "cm": "센티미터",
    "mm": "밀리미터",
    "kg": "킬로그램",
    "g": "그램",
    "mg": "밀리그램",
    "t": "톤",
    "L": "리터",
    "l": "리터",
    "ℓ": "리터",
    "mL": "밀리리터",
    "ml": "밀리리터",
    "m²": "제곱미터",
    "m2": "제곱미터",
    "m³": "세제곱미터",
    "m3": "세제곱미터",
    "km²": "제곱킬로미터",
    "ha": "헥타르",
    "kHz": "킬로헤르츠",
    "MHz": "메가헤르츠",
    "GHz": "기가헤르츠",
    "Hz": "헤르츠",
    "W": "와트",
    "kW": "킬로와트",
    "V": "볼트",
    "KB": "킬로바이트",
    "MB": "메가바이트",
    "GB": "기가바이트",
    "TB": "테라바이트",
    "kcal": "킬로칼로리",
    "cal": "칼로리",
    "dB": "데시벨",
    "%": "퍼센트",
    "%p": "퍼센트포인트",
    "%포인트": "퍼센트포인트",
    "°C": "도",
    "℃": "도",
    "°": "도",
    "㎞": "킬로미터",
    "㎝": "센티미터",
    "㎜": "밀리미터",
    "㎏": "킬로그램",
    "㎎": "밀리그램",
    "㎡": "제곱미터",
    "㎖": "밀리리터",
}

# Rates are read in front of the number: 시속 팔십 킬로미터.
RATES: dict[str, tuple[str, str]] = {
    "km/h": ("시속", "킬로미터"),
    "m/s": ("초속", "미터"),
    "m/min": ("분속", "미터"),
}

CURRENCIES: dict[str, str] = {"$": "달러", "€": "유로", "£": "파운드", "¥": "엔", "₩": "원"}
