"""Recognition of play, such as a water gun, a ball, a tickle or hide and seek. Begin with `is_play`."""

import re
from typing import Final

# Things and deeds of play; what they are told with is done for fun.
_PLAYED: Final = re.compile(
    r"\b(?:ball|balls|basketball|football|soccer|baseball|frisbee|puck|water ?guns?|water balloons?|nerf|foam|toys?|"
    r"lego|legos|snowballs?|pretend(?:s|ing)?|pillow fight|tickl\w+|giggl\w+|laugh\w*|hide and seek|tag|chess|cards|"
    r"checkers|uno|piggyback|shoulders|swings?|trampoline|playground|pool|bubbles?|hose|sled|in the air|to the sky|"
    r"like (?:a|an) (?:plane|airplane|rocket|bird|horse|superhero|helicopter)|cowboys?|dress up|costume|karate|judo|"
    r"dance|dancing|circus|surprise|pi[nñ ]ata|snowsuit|like a (?:sausage|burrito|dumpling)|leaf pile|touchdown|"
    r"end zone|(?:stole|steals?|got|takes?|took) (?:my|his|her) nose|birthday party|present|camping|tent|funny|silly|"
    r"snores?|snoring|sneez\w+|burps?|farts?|poop(?:s|ed)? on (?:my|his|her|the) head|mask|halloween|"
    r"made up|friends again)\b"
    r"|물총|공을|공도|공이|야구|축구|농구|피구|공놀이|놀이(?!\s*하자고)|"
    r"게임(?=에서 (?:나를 )?이|을 이)|간지럼|간질|까르르|깔깔|히히|"
    r"재밌|재미있|웃겨|웃음|신나|"
    r"숨바꼭질|술래|까꿍|잡기|눈싸움|눈 ?뭉치|베개 ?싸움|씨름|태권도|"
    r"비행기|로켓|목말|말타기|그네|썰매|수영장|물놀이|풍선|비눗방울|"
    r"장난감|레고|인형|척하|척 하|바둑|장기|카드|오목|깜짝|생일|선물|캠핑|텐트|만두|반죽|웃긴|웃겼|가면|놀래|"
    r"럭비|배꼽 잡|낙엽|소시지처럼|내 코를 떼|"
    r"머리에 ?똥|화해|친해|코 ?고는|코 ?골|재채기|방귀|트림|병원에서 일|칼싸움|권투|레슬링"
)
# With one of these nothing is taken for play.
_NOT_PLAYED: Final = re.compile(
    r"\b(?:secrets?|clothes|naked|pants|underwear|private|hurts?|hurting|tell(?!s a)|blood|bleed\w*|cry|cries|crying|"
    r"cried|scared|afraid|hate|hates|knife|knives|die|dead|drunk|beer|bruis\w*|burn\w*|belt|not like|never|stop|"
    r"does not|nobody|on purpose|mean|mad|angry|too hard|touch\w*|kiss\w*|stranger|internet|online)\b"
    r"|비밀(?!의|기지)|벗|속옷|바지|팬티|아파|아프|피가|피 나|울어|울었|울려|무서|싫|칼(?!싸움)|죽|술을|술 |멍이|멍들|"
    r"말하|말래|때려|때리|때렸|그만|자꾸|안 놀|화나|화내|만져|만지|"
    r"뽀뽀|모르는|세게|일부러|인터넷|온라인|안 왔|아무도|몸|사진"
)


def is_play(text: str) -> bool:
    """Return whether a text, in lower case and either language, is about play and about nothing that spoils it."""
    return bool(_PLAYED.search(text)) and not _NOT_PLAYED.search(text)
