"""The small words by which a language shows itself: articles, pronouns, prepositions, auxiliaries.

Written from the closed word classes of each language. German and English, the working languages,
have about 150 each and serve as stop words too; the others have just enough to be recognised.
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


GERMAN = _listed(
    """
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines ich du er
    sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich man mein meine meinen meinem meiner dein deine
    sein seine seinen seinem seiner ihre ihren ihrem ihrer unser unsere unseren dieser diese dieses diesen
    diesem jener jene jenes jeder jede jedes jeden jedem alle allen aller alles beide und oder aber denn sondern
    dass daß weil wenn ob als obwohl damit bevor nachdem während falls sobald solange in im an am auf aus bei
    beim bis durch für gegen hinter mit nach neben ohne seit über um unter von vom vor zu zum zur zwischen wegen
    trotz statt innerhalb außerhalb ab laut je pro wer wen wem wessen was wann wo wohin woher warum wieso
    weshalb wie welcher welche welches welchen welchem womit wofür wodurch woran worauf wovon bin bist ist sind
    seid war waren wäre wären gewesen habe hast hat haben hatte hatten hätte werde wird werden wurde wurden
    worden würde würden kann kannst können könnte muss musst müssen soll sollen sollte darf dürfen dürfte will
    wollen möchte möchten mag lassen lässt nicht nichts nie noch nur schon auch sehr so dann da dort hier jetzt
    immer wieder mehr viel viele wenig doch ja nein bereits sowie sowohl bzw dabei dazu daher dafür darauf darin
    davon deren dessen etwa eben sonst zwar
    """
)

ENGLISH = _listed(
    """
    the a an this that these those each every either neither some any no none all both few many much more most
    other another such i you he she it we they me him her us them my your his its our their mine yours ours
    theirs myself yourself itself themselves and or but nor so yet if because although though while unless until
    since whether than as when where whenever of in on at by for with about against between into through during
    before after above below to from up down out off over under within without upon per via among across along
    around behind beyond despite toward towards who whom whose which what why how am is are was were be been
    being have has had having do does did doing done will would shall should can could may might must ought
    cannot don't doesn't didn't isn't aren't wasn't won't can't wouldn't shouldn't not only own same too very
    just also there here then now again once ever never always already still even it's i'm i've i'd i'll that's
    what's let's
    """
)

# Everyday verbs of questions: they tell the language but carry meaning, so they are no stop words.
GERMAN_VERBS = _listed(
    """
    bedeutet heißt passiert gibt geht kommt macht machen tun gilt gelten braucht brauche brauchen bekomme
    bekommt bekommen ändert ändern wechselt wechseln dauert kostet kosten bleibt bleiben steht stehen liegt
    darfst sagen zeige zeigt
    """
)
ENGLISH_VERBS = _listed(
    """
    go goes get gets got give gives let me make makes need needs want wants tell show help happen happens mean
    means change changes take takes use find keep please thanks think know say says put see look way
    """
)

_FRENCH = (
    "le la les un une des du de et ou mais donc car que qui quoi dont où est sont était être avoir a ont avait"
    " je tu il elle nous vous ils elles on ce cet cette ces mon ma mes ton son sa ses notre votre leur leurs"
    " dans sur sous avec sans pour par en au aux ne pas plus très aussi comme si quand comment pourquoi quel quelle"
    " quels quelles peut peux doit faut fait puis après avant chez entre encore déjà toujours c'est j'ai qu'est l'on"
)
_ITALIAN = (
    "il lo la i gli le un uno una di a da in con su per tra fra del dello della dei degli delle al allo alla ai alle"
    " dal dalla nel nella nei nelle sul sulla e ed o ma che chi cosa dove quando come perché quale quali quanto"
    " è sono era essere ho ha hanno avere io tu lui lei noi voi loro mi ti si ci vi questo questa questi queste"
    " quello quella non più anche se già ancora molto può posso possono devo deve devono fare dopo prima cui"
)
_SPANISH = (
    "el la los las un una unos unas de del al a en con por para sin sobre entre hasta desde y e o pero porque que"
    " quién quien qué cuál cuáles cuándo cuando cómo como dónde donde es son era ser estar está están hay he ha han"
    " yo tú él ella nosotros ellos ellas me te se nos le les lo mi su sus este esta estos estas ese esa no más muy"
    " también si ya puede puedo pueden debe deben hacer después antes todo todos"
)
_DUTCH = (
    "de het een en of maar want dat die dit deze wie wat waar wanneer hoe waarom welke is zijn was waren ben bent"
    " heb hebt heeft hebben had worden wordt werd ik jij je hij zij ze wij we jullie u hun hen mij mijn jouw ons onze"
    " van voor met aan op bij naar uit over onder tussen door om te tot na zonder niet geen ook nog al wel dan als"
    " kan kunnen moet moeten mag mogen zal zullen zou er hier daar meer veel"
)
_POLISH = (
    "i w z na do od o u po za przez dla bez przy pod nad między ze we a ale lub albo oraz że żeby jeśli gdy kiedy"
    " kto co gdzie jak dlaczego który która które jaki jaka jakie czy jest są był była było być mam ma mają może mogą"
    " można musi należy ja ty on ona ono my wy oni się mnie mi ci go jej jego ich nas tego tej tym to ten ta te nie tak"
    " już też także tylko bardzo"
)
_SWEDISH = (
    "och att det den de en ett i på av för med till från om som är var vara har hade kan ska skall ska måste får bör"
    " jag du han hon vi ni dem mig dig oss er min din sin vår inte men eller när hur vad vem vilka vilken vilket var"
    " varför där här man detta denna dessa så också bara mer än under över efter före mellan vid utan blir bli"
)
_DANISH = (
    "og at det den de en et i på af for med til fra om som er var være har havde kan skal må bør jeg du han hun vi"
    " dem mig dig os jer min din sin vores ikke men eller når hvordan hvad hvem hvilke hvilken hvor hvorfor der her"
    " man dette denne disse så også kun mere end under over efter før mellem ved uden bliver blive hvis"
)
_PORTUGUESE = (
    "o a os as um uma de do da dos das em no na nos nas com por para sem sobre entre até e ou mas porque que quem"
    " qual quais quando como onde é são era ser estar está estão há tem têm ter eu você ele ela nós eles elas me se"
    " lhe meu minha seu sua seus este esta isso isto esse essa não mais muito também se já pode posso podem deve ao à"
)
_CZECH = (
    "a i v ve z ze na do od o u po za pro při pod nad mezi bez s se k ke ale nebo že aby když jestli kdo co kde jak"
    " proč který která které jaký je jsou byl byla bylo být mám má mají může mohou musí já ty on ona ono my vy oni"
    " mě mi ho jeho její jejich nás to ten ta ty tento tato toto ne není už také jen velmi"
)

OTHERS: dict[str, frozenset[str]] = {
    "cs": _listed(_CZECH),
    "da": _listed(_DANISH),
    "es": _listed(_SPANISH),
    "fr": _listed(_FRENCH),
    "it": _listed(_ITALIAN),
    "nl": _listed(_DUTCH),
    "pl": _listed(_POLISH),
    "pt": _listed(_PORTUGUESE),
    "sv": _listed(_SWEDISH),
}
