"""The words that tell what a run of names is: nouns of bodies, posts, titles, events, venues."""

from __future__ import annotations

from bot.text.words import MONTHS, WEEKDAYS

BODY = frozenset(
    """academy administration affairs agency alliance assembly association authority bank board
    branch bureau cabinet center centre chamber coalition college command commission committee
    community company conference congress consortium convention cooperative corporation council
    court customs delegation department directorate division embassy enforcement federation
    fellowship firm force forum foundation front fund government group guard home house hospital
    initiative inspectorate institute institution judiciary laboratory league library ministry
    mission movement museum navy army network office organisation organization parliament
    parliamentary partnership party platform police programme program project registry region
    republic school secretariat section sector nations senate service services society station
    survey taskforce team territory treasury tribunal trust unit union united university watch
    crescent cross investigations""".split()
)
POSTS = frozenset(
    """adviser advisor advocate ambassador analyst architect archivist assistant associate attaché
    attache attorney auditor captain ceo chair chairman chairperson chairwoman chancellor chief
    clerk co-chair co-manager co-ordinator coach colonel commander commissioner consul
    consultant coordinator councillor counsellor curator dean delegate deputy director doctor
    driver economist editor engineer envoy executive expert facilitator founder general
    geologist governor harbourmaster head historian inspector instructor interpreter journalist
    judge justice king lawyer leader lecturer librarian lieutenant major manager marshal mayor
    member mentor minister mp negotiator nurse observer officer official ombudsman partner pilot
    premier president president-elect prince princess principal professor programmer prosecutor
    queen ranger rapporteur rector registrar representative researcher scholar scientist
    secretary secretary-general senator sergeant sheriff sociologist specialist speaker
    spokesman spokesperson spokeswoman student superintendent supervisor surgeon surveyor
    teacher technician trainer treasurer trustee tutor undersecretary vice-chair vice-chancellor
    vice-minister vice-president warden worker writer biologist hydrologist fisherman farmer
    artist banker chairs co-chairs co-managers""".split()
)
TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady h.e he hon honourable honorable rev
    reverend fr sheikh baron ratu tan dato datuk capt col gen lt maj sgt cpl cdr adm insp supt
    excellency king queen prince princess ambassador minister president premier senator governor
    general colonel captain major lieutenant sergeant commander commissioner admiral brigadier judge
    justice chief inspector superintendent detective constable archbishop bishop mayor councillor
    senior vice deputy prime overseas acting vice-minister secretary-general""".split()
)
HONORIFICS = frozenset("mr mrs ms dr prof professor sir captain colonel".split())
PARTICLES = frozenset(
    "de da do dos del della di du van von der den ter bin binti bint al el ul ibn la le y e".split()
)
LINKS = frozenset("of for on against in to".split())
PLACE_BEFORE = frozenset("in at near around outside off across".split())
MOVEMENT = frozenset("from to via towards".split())
CALENDAR = frozenset(w.lower() for w in (*MONTHS, *WEEKDAYS))
EVENTS = frozenset(
    """award assembly ceremony charter communiqué communique concord conference congress convention
    course days declaration dialogue exercise festival forum fair function goals initiative
    memorandum meeting module operation pact plan procedure procedures process programme prize
    protocol roundtable round table seminar series session sessions strategy summit symposium talks
    training treaty webinar week workshop workshops framework agreement""".split()
)
DIRECTIONS = frozenset(
    "north south east west central northern southern eastern western southeast upper lower".split()
)
VENUE = frozenset(
    """hotel resort lodge inn centre center hall library university headquarters palace college
    campus auditorium island islands beach bay harbour airport port church base museum stadium
    park building house room tower plaza""".split()
)
# Before an "and" that belongs to a body's name: "Customs and Border Protection".
TWIN = frozenset({"customs", "immigration", "search", "science"})
NEVER_PERSON = frozenset(
    """state states war region asia africa europe america ocean sea member risk action global
    rights""".split()
)
