"""Closed classes of English words: stop words, number words, ordinals, months."""

from __future__ import annotations

from types import MappingProxyType

STOP = frozenset(
    """
    a about above after again all along also although am among amongst an and any are as at be
    because been before being below between both but by can cannot could did do does doing done
    during each either else every few for from further had has have having he hence her here hers
    herself him himself his how however i if in into is it its itself just let like many may me
    might more most much must my myself neither no nor not of off on once only onto or other our
    ours out over own per please same shall she should since so some such than that the their
    theirs them themselves then there these they this those through thus to too under until up
    upon us very via was we were what whatever when where whether which while who whom whose why
    will with within without would yet you your yours d ll m re s t ve don didn doesn isn wasn
    weren hasn haven hadn won wouldn shouldn couldn tell know get got pls plz u
    """.split()
)

_UNITS = tuple(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
)
_TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
NUMBERS = MappingProxyType(
    {word: str(n) for n, word in enumerate(_UNITS)}
    | {word: str(n) for n, word in zip(range(20, 100, 10), _TENS, strict=True)}
)

_ORDINAL_UNITS = tuple(
    """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
)
_ORDINAL_TENS = tuple(
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()
)
ORDINALS = MappingProxyType(
    {word: f"{n}th" for n, word in enumerate(_ORDINAL_UNITS)}
    | {word: f"{n}th" for n, word in zip(range(20, 100, 10), _ORDINAL_TENS, strict=True)}
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Past tenses and plurals that stemming can't undo: form -> base.
_IRREGULAR = """
    ate:eat became:become began:begin begun:begin bent:bend bore:bear born:bear borne:bear
    bought:buy bound:bind broke:break broken:break brought:bring built:build burnt:burn came:come
    caught:catch chose:choose chosen:choose dealt:deal drawn:draw drew:draw drove:drive
    driven:drive fell:fall fallen:fall fed:feed felt:feel fled:flee flew:fly flown:fly
    forgot:forget forgotten:forget fought:fight gave:give given:give gone:go went:go got:get
    grew:grow grown:grow heard:hear held:hold hid:hide hidden:hide kept:keep knew:know known:know
    laid:lay learnt:learn led:lead lent:lend lost:lose made:make meant:mean met:meet paid:pay
    payed:pay ran:run rose:rise risen:rise said:say sang:sing sung:sing sat:sit saw:see seen:see
    sent:send shook:shake shaken:shake shone:shine shown:show slept:sleep sold:sell sought:seek
    spent:spend spoke:speak spoken:speak sprang:spring sprung:spring stood:stand stuck:stick
    swept:sweep swore:swear sworn:swear taken:take took:take taught:teach told:tell thought:think
    threw:throw thrown:throw understood:understand undertook:undertake undertaken:undertake
    underwent:undergo undergone:undergo wept:weep withdrew:withdraw withdrawn:withdraw won:win
    wore:wear worn:wear wove:weave woven:weave written:write wrote:write
    men:man women:woman children:child people:person ppl:person feet:foot lives:life
    countrys:country wich:which centre:center centres:center theatre:theater programme:program
    programmes:program labour:labor defence:defense colour:color behaviour:behavior
    harbour:harbor neighbour:neighbor honour:honor favour:favor kilometre:kilometer
    panelist:panellist panelists:panellist traveller:traveler travellers:traveler
    african:africa asian:asia european:europe micronesian:micronesia melanesian:melanesia
    polynesian:polynesia scandinavian:scandinavia caribbeans:caribbean
    grey:gray cheque:check tyre:tire enrol:enroll enrolment:enrollment
"""
IRREGULAR = MappingProxyType(dict(pair.split(":") for pair in _IRREGULAR.split()))
