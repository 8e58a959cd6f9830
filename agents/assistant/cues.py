"""Words by which German and English questions show what they ask: patterns over folded text.

Folded means lower case, umlauts written out (`knowledge.analysis_text.fold`). Both languages are
always tried, because people mix them.
"""

# A pattern stands on one line, however long, so that it can be read as one.
# ruff: noqa: E501
import re

_DE_EN = {
    "small-talk": r"^\W*(hallo|hi|hello|hey|moin|servus|gruess gott|guten (tag|morgen|abend)|good (morning|day|evening)"
    r"|danke( dir| ihnen| schoen)?|vielen dank|thanks|thank you|tschuess|bye|wer bist du|who are you|was kannst du"
    r"|what can you do)\b[\w\s]{0,20}\W*$",
    "who-approves": r"\b(wer|who|wessen|whose)\b.*(genehmig|zustimm|freigeb|freigabe|entscheid|absegn|approv|decid|consent"
    r"|agree|sign off)|\b(genehmiger|approver)\b",
    "which-systems": r"\b(welche[nmrs]?|which|what|alle|all|betroffene) (it-? ?)?(system|anwendung|applikation|application)",
    "by-when": r"\b(bis wann|wie lange (kann|geht|noch|ist|darf)|bis zu welchem|spaetestens|letzter zeitpunkt|until when"
    r"|by when|how long (can|may|is)|how late|latest|deadline|aenderungsfrist|bis zum letzten)\b",
    "why": r"^\W*(warum|wieso|weshalb|why|aus welchem grund)\b",
    "unaffected": r"\b(unberuehrt|unveraendert|nicht betroffen|unaffected|not affected|stays? the same|remains? the same"
    r"|bleibt .*gleich)\b|\b(ist|sind|wird|werden|is|are|does|do)\b[^?]*\b(davon|dadurch|betroffen|beruehrt|affected"
    r"|concerned|touched|affect|touch)\b",
    "rights": r"widerrufsrecht|right (of withdrawal|to withdraw|to cancel)|\b(recht auf|anspruch|entitled|darf .*widerruf"
    r"|kann .*(widerrufen|zuruecktreten)|can .*(withdraw|cancel))\b",
    "next-step": r"(als naechstes|naechste[rn]? schritt|wie geht es weiter|next step|happens? next|comes? next|what'?s next"
    r"|was kommt (jetzt|nun|dann|danach)|wo steht (der|mein|das)|what does (the )?status|was bedeutet (der )?status)",
    "compare-variants": r"unterschied|unterscheid|vergleich|differen(ce|t from)|compare|versus|\bvs\b",
    "price-tax-effect": r"\b(was kostet|wie ?viel|wie teuer|kostet|kosten|gebuehr|aufpreis|steuerlich|how much|cost|costs"
    r"|fee|price effect|tax effect|charge|teurer|more expensive)\b|\b(steuer|nova|tax|foerderung|subsidy)\b.*\b(aender"
    r"|veraender|steig|hoeher|change|higher|effect|auswirk|more)",
    "definition": r"\b(was (ist|sind|bedeutet|heisst|versteht man unter|meint)|wofuer steht|erklaer|definition|define"
    r"|what (is|are|does)|meaning of|stand for|explain)\b",
}
KINDS = {kind: re.compile(pattern) for kind, pattern in _DE_EN.items()}

CHANGE = re.compile(
    r"aender|wechsel|\bander|\bstatt|lieber|umsteig|umstell|umschreib|umgeschrieben|tausch|moecht|\bwill\b|wollen|wuensch"
    r"|haett|nachbestell|\bdazu\b|hinzu|\bdoch noch\b|chang|switch|another|other|different|instead|replac|\bwants?\b|would like"
    r"|\badd|\basks?\b|should be|mov(e|ing)|verleg|verschieb|umzieh|\bzieht\b|swap"
)
"""The asker supposes that something changes."""

WISH = re.compile(
    r"moecht|\bwill\b|wollen|wuensch|haett|verschieben|verlegen|spaeter abholen|\bwants?\b|would like|wish|\basks?\b|postpone"
)
"""Somebody asks for it; otherwise it simply happens."""

CONDITION = re.compile(
    r"\b(wenn|falls|sobald|if|when|fehlt|fehlen|missing|was tun|what to do|what now|was nun|passiert|happens?)\b"
)
"""The asker supposes something."""

NEGATED_CHANGE = re.compile(r"\b(nichts|not(hing)?|keine?) .*(aender|chang)")

SINCE = re.compile(r"\b(nach|seit|after|since|following)\b[\w\s]{0,14}$")
"""What stands before a state that is meant as 'from there on'."""

FROM = re.compile(
    r"(\bstatt|\banstatt|\binstead of|\banstelle|\brather than|\bvon|\bvom|\bfrom|\bbisher|\bout of)\W+(\w+\W+){0,2}$"
)
"""What stands before the value that is given up."""

INSTEAD_OF = re.compile(r"(\bstatt|\banstatt|\binstead of|\banstelle|\brather than|\bbisher)\W+(\w+\W+){0,2}$")

TO = re.compile(r"(\bauf|\bzu|\bzum|\bzur|\bnach|\bin|\bto|\binto|\bein|\ban?)\W+(\w+\W+){0,1}$")
"""What stands before the value that is wished for."""

OTHER_PLANT = re.compile(
    r"ander\w*\s+(\w+\s+)?(werk|fabrik|standort|produktions)|(another|other|different|second)\s+(production\s+)?(plant|factory|site)"
    r"|werkswechsel|werk\w* .*(wechsel|gewechselt|verleg)|plant switch|switch\w* .*plant|plant .*(chang|switch)"
    r"|\bkommt\b.*\baus\b|\bcomes?\b.*\bfrom\b|\bstatt\b|instead of|\bgebaut\b.*\b(in|im)\b|\bbuilt\b.*\b(in|at)\b|verlagert"
)

DAYS = re.compile(
    r"\b(?P<count>\d{1,3}|ein|eine|einen|einem|one|a|zwei|two|drei|three|vier|four|sechs|six)\s*(?P<unit>tage?n?|days?|wochen?"
    r"|weeks?|monate?n?|months?)\b"
)
NUMBERS = {
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "one": 1, "a": 1, "zwei": 2, "two": 2, "drei": 3, "three": 3,
    "vier": 4, "four": 4, "sechs": 6, "six": 6,
}  # fmt: skip

COUNTRIES = {
    "DE": r"deutschland|deutsch(e[rnms]?)?\b|germany|german market",
    "AT": r"oesterreich\w*|austria\w*",
    "DK": r"daenemark|daenisch\w*|denmark|danish",
    "FR": r"frankreich|france",
    "NL": r"niederlande\w*|holland|netherlands",
    "CH": r"schweiz\w*|switzerland|swiss",
    "GB": r"grossbritannien|england|vereinigte[sn]? koenigreich|united kingdom|great britain|\buk\b",
    "IT": r"italien|italy",
    "ES": r"spanien|spain",
    "SE": r"schweden|sweden",
    "NO": r"norwegen|norway",
    "PL": r"polen|poland",
    "BE": r"belgien|belgium",
    "CZ": r"tschechien|czech\w*",
    "US": r"\busa\b|vereinigte staaten|united states",
}
COUNTRY = {code: re.compile(rf"\b({pattern})") for code, pattern in COUNTRIES.items()}
CODE = re.compile(r"\b(DE|AT|DK)\b")
GERMAN_GREETING = re.compile(r"\b(hallo|moin|servus|guten|danke|grüß)\b", re.IGNORECASE)
