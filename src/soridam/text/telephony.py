"""Radio names of airlines and letters: ICAO designators (Doc 8585) and the spelling alphabet (Annex 10).

A compact choice of airlines that are often heard; an unknown designator is spelled letter by letter.
"""

ALPHABET: dict[str, str] = {
    "A": "alfa", "B": "bravo", "C": "charlie", "D": "delta", "E": "echo", "F": "foxtrot", "G": "golf",
    "H": "hotel", "I": "india", "J": "juliett", "K": "kilo", "L": "lima", "M": "mike", "N": "november",
    "O": "oscar", "P": "papa", "Q": "quebec", "R": "romeo", "S": "sierra", "T": "tango", "U": "uniform",
    "V": "victor", "W": "whiskey", "X": "xray", "Y": "yankee", "Z": "zulu",
}  # fmt: skip
# Spellings that transcribers use beside ICAO's.
LETTER_SPELLINGS = {"alpha": "alfa", "juliet": "juliett", "whisky": "whiskey", "x-ray": "xray"}
LETTERS: dict[str, str] = {word: letter for letter, word in ALPHABET.items()}
LETTERS |= {spelling: LETTERS[word] for spelling, word in LETTER_SPELLINGS.items()}

_AIRLINES = """
AAL american
AAR asiana
AAY allegiant
ABL air busan
ABW airbridge cargo
ACA air canada
AEA europa
AEE aegean
AFL aeroflot
AFR airfrans
AHK air hongkong
AIC airindia
AJX air japan
AMX aeromexico
ANA all nippon
ANZ new zealand
APJ air peach
ARG argentina
ASA alaska
ASL air serbia
ASV air seoul
AUA austrian
AUI ukraine international
AVA avianca
AXM red cap
AZG silk west
AZU azul
BAW speedbird
BCS eurotrans
BEE jersey
BEL beeline
BOX german cargo
BRU belarus avia
BTI air baltic
CAL dynasty
CAO airchina freight
CCA air china
CEB cebu
CES china eastern
CFE flyer
CFG condor
CHH hainan
CKS connie
CLX cargolux
CMP copa
CPA cathay
CQH air spring
CRK bauhinia
CRL corsair
CSA csa lines
CSC si chuan
CSH shanghai air
CSN china southern
CSZ shenzhen air
CTN croatia
CXA xiamen air
DAL delta
DHK world express
DLA dolomiti
DLH lufthansa
EDW edelweiss
EIN shamrock
EJU alpine
ELY elal
EJA execjet
ESR eastar
ETD etihad
ETH ethiopian
EVA eva
EWG eurowings
EXS channex
EZS topswiss
EZY easy
FDB skydubai
FDX fedex
FFT frontier flight
FIN finnair
FPY flyplay
GEC lufthansa cargo
GFA gulf air
GIA indonesia
GLO gol transporte
GTI giant
HAL hawaiian
HDA dragon
HKE hongkong shuttle
HVN vietnam airlines
IBE iberia
IBK nortrans
IBS iberexpress
ICE iceair
IGO ifly
IRA iranair
ITY itarrow
JAL japan air
JBU jetblue
JJA jeju air
JNA jin air
JSA jetstar asia
JST jetstar
JZR jazeera
KAC kuwaiti
KAL korean air
KLM klm
KQA kenya
KZR astanaline
LAN lan chile
LGL luxair
LOT lot
LZB flying bulgaria
MAS malaysian
MAU airmauritius
MEA cedar jet
MPH martinair
MSR egyptair
MXD malindo express
NAX nor shuttle
NCA nippon cargo
NJE fraction
NKS spirit wings
NOZ nordic
OAL olympic
OCN ocean
OKA oke airways
OMA oman air
PAC polar
PAL philippine
PGT sunturk
PIA pakistan
QFA qantas
QTR qatari
RAM royalair maroc
RBA brunei
RJA jordanian
ROT tarom
RPA brickyard
RYR ryanair
SAA springbok
SAS scandinavian
SBI siberian airlines
SEJ spicejet
SEY seychelles
SIA singapore
SKW skywest
SLK silkair
SVA saudia
SWA southwest
SWR swiss
SXS sunexpress
TAM tam
TAP air portugal
TAR tunair
TAY quality
TGW scooter
THA thai
THT tahiti airlines
THY turkish
TOM tomjet
TRA transavia
TSC transat
TVF france soleil
TVS skytravel
TWB teeway
UAE emirates
UAL united
UBG bangla star
UPS ups
UZB uzbek
VIR virgin
VJC vietjet
VLG vueling
VOI volaris
VOZ velocity
WIF wideroe
WJA westjet
WZZ wizzair
XAX xanadu
"""

# Designator -> telephony, in lower case; no telephony stands twice.
TELEPHONY: dict[str, str] = dict(line.split(maxsplit=1) for line in _AIRLINES.split("\n") if line)
# How names are also written: in one word or in two, or as the airline and not as its telephony.
TELEPHONY_SPELLINGS: dict[str, str] = {
    **{name.replace(" ", ""): name for name in TELEPHONY.values() if name.count(" ") == 1},
"air france": "airfrans", "air frans": "airfrans", "airfrance": "airfrans", "wizz air": "wizzair",
    "wiz air": "wizzair", "air india": "airindia", "el al": "elal", "sky dubai": "skydubai",
    "euro wings": "eurowings", "jet blue": "jetblue", "top swiss": "topswiss", "iran air": "iranair",
    "egypt air": "egyptair", "silk air": "silkair", "ice air": "iceair", "sun express": "sunexpress",
    "iber express": "iberexpress", "sky west": "skywest", "south west": "southwest", "sun turk": "sunturk",
    "fin air": "finnair", "west jet": "westjet", "spice jet": "spicejet", "tun air": "tunair",
    "martin air": "martinair", "air mauritius": "airmauritius",
}  # fmt: skip
DESIGNATORS: dict[tuple[str, ...], str] = {tuple(name.split()): code for code, name in TELEPHONY.items()}
LONGEST_TELEPHONY = max(map(len, DESIGNATORS))
