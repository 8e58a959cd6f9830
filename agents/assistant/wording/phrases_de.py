"""Fixed German words: codes of the tables, questions back, refusals."""

# A sentence stands on one line, however long, so that it can be read as one.
# ruff: noqa: E501

import re

SUBJECTS = {
    "plant": "Ein Werkswechsel",
    "delay": "Ein späterer Termin",
    "event": "Ein solches Ereignis",
    "registration-country": "Ein anderes Zulassungsland",
    "delivery-place": "Ein anderer Auslieferungsort",
    "colour": "Eine andere Farbe",
}

CHANGE_TAKES = "Bearbeitung mit Antwort des Kunden und zu wiederholenden Schritten; ein späterer Bautermin kommt hinzu"
EVENT_TAKES = "Bearbeitung und zu wiederholende Schritte"
BY_CASE = " (je nach Auftrag)"

VALUES = {
    "requested": "beantragt",
    "granted": "erteilt",
    "refused": "abgelehnt",
    "approved": "bewilligt",
    "conditional": "unter Bedingungen",
    "available": "gegeben",
    "not-available": "nicht gegeben",
    "accepted": "angenommen",
    "registered": "zugelassen",
    "present": "vorhanden",
    "missing": "nicht vorhanden",
    "severe": "schwer",
    "complete": "vollständig",
    "allowed": "frei möglich",
    "allowed-with-fee": "möglich gegen Gebühr",
    "needs-approval": "nur mit Genehmigung",
    "re-quote": "neues Angebot nötig",
    "new-order": "neuer Auftrag nötig",
    "retrofit": "nur Nachrüstung",
    "swap": "nur Tauschfahrzeug",
    "divert": "nur Umleitung",
    "not-allowed": "nicht möglich",
    "withdrawal": "Widerruf, wo ein Recht besteht",
    "agency": "Agenturmodell",
    "dealer": "Händlermodell",
    "body-shop": "Fahrgestellnummer im Rohbau",
    "after-paint": "Fahrgestellnummer nach dem Lack",
    "truck": "Lkw",
    "rail": "Bahn",
    "short-sea-roro": "Schiff (Kurzstrecke)",
    "deep-sea-roro": "Schiff (Übersee)",
    "statement-on-origin": "Erklärung zum Ursprung",
    "a-tr": "A.TR",
    "feature tow-bar": "Anhängekupplung",
    "feature panoramic-roof": "Panoramadach",
    "feature air-suspension": "Luftfederung",
    "feature individual": "Individuallack",
    "true": "ja",
    "false": "nein",
}

OFFERED = {
    "retrofit": "eine Nachrüstung nach dem Bau",
    "swap": "ein anderes, passendes Fahrzeug",
    "new-order": "einen neuen Auftrag",
    "withdrawal": "die Prüfung eines Widerrufs",
    "divert": "eine Umleitung",
}

WAYS = {
    "retrofit": "Nachrüstung",
    "swap": "Tauschfahrzeug",
    "new-order": "neuer Auftrag",
    "withdrawal": "Widerruf, wo ein Recht besteht",
    "divert": "Umleitung",
}

REMAINS = {
    "retrofit": "die Nachrüstung nach dem Bau",
    "swap": "ein anderes, passendes Fahrzeug",
    "new-order": "ein neuer Auftrag",
    "withdrawal": "der Widerruf, wo ein Recht besteht",
    "divert": "die Umleitung",
}

CUSTOMER = {
    "allowed": "Ihre Änderung ist noch möglich; sie wird jetzt aufgenommen.",
    "allowed-with-fee": "Ihre Änderung ist noch möglich, sobald Kapazität und Teile geprüft sind.",
    "needs-approval": "Ihren Wunsch nehmen wir auf; er muss erst genehmigt werden, vorher können wir nichts zusagen.",
    "re-quote": "Ihre Änderung ist möglich; dafür erstellen wir Ihnen ein neues Angebot, dem Sie zustimmen müssen.",
    "new-order": "Ihr Wunsch ist ein anderes Auto; wir bieten Ihnen dafür einen neuen Auftrag an, der den alten ersetzt.",
    "retrofit": "Ab Werk geht das nicht mehr; wir prüfen für Sie, ob es sich nachrüsten lässt.",
    "swap": "An Ihrem Auto geht das nicht mehr; wir suchen für Sie ein passendes anderes Fahrzeug.",
    "divert": "Ihr Auto ist schon unterwegs; wir klären, ob es umgeleitet werden kann.",
    "not-allowed": "Diese Änderung ist leider nicht mehr möglich.",
}

#: Changes the customer did not ask for are told as news.
NEWS = {
    "plant": "Ihr Auto kommt voraussichtlich aus einem anderen Werk.",
    "delay": "Die Auslieferung verschiebt sich nach hinten.",
}

EFFECTS = {
    "if-date-moves": "Nur falls sich der Termin verschiebt",
    "handling": "Zu tun",
    "repeated": "Erledigt, aber neu zu machen",
    "perhaps-repeated": "Vielleicht neu zu machen",
    "interrupted": "Läuft gerade und wird angehalten",
    "perhaps-interrupted": "Wird angehalten, falls es gerade läuft",
    "undone": "Entfällt",
    "perhaps-undone": "Entfällt vielleicht",
    "compensated": "Wird rückgängig gemacht",
    "perhaps-compensated": "Wird vielleicht rückgängig gemacht",
    "sees-new-value": "Läuft später mit neuen Werten",
    "perhaps-sees-new-value": "Läuft später vielleicht mit neuen Werten",
}

DEPENDS = {
    "position": "vom Auftragsstatus",
    "plant": "vom Werk",
    "sales_model": "vom Vertriebsmodell",
    "market": "vom Markt",
}

ASK = {
    "position": "In welchem Status ist der Auftrag?",
    "plant": "Aus welchem Werk kommt das Auto?",
    "sales_model": "Läuft der Auftrag im Agentur- oder im Händlermodell?",
    "market": "Um welchen Markt geht es?",
    "to_plant": "Aus welchem Werk soll das Auto kommen?",
    "from_plant": "Aus welchem Werk kam das Auto bisher?",
    "change": "Was soll sich ändern?",
}

TAX = {"AT": "NoVA", "DK": "Registrierungsabgabe"}

WHAT = {
    "attribute": "eine Angabe zum Auftrag",
    "value": "ein möglicher Wert einer Angabe",
    "state": "ein Auftragsstatus",
    "system": "ein System",
    "role": "eine Rolle",
    "plant": "ein Werk",
    "activity": "ein Schritt der Prozesse",
    "event": "ein Ereignis",
    "concept": "ein Begriff der Prozesse",
}

PARAMETERS = {
    "withdrawal_period": "Widerrufsfrist",
    "withdrawal_extension": "Verlängerung der Widerrufsfrist bei falscher Belehrung",
    "withdrawal_refund_period": "Frist für die Erstattung nach Widerruf",
    "delivery_demand_after": "Lieferung anmahnbar nach dem unverbindlichen Termin",
    "vat_rate": "Umsatzsteuersatz",
    "registration_tax_scheme": "Verfahren der Zulassungssteuer",
    "change_fee": "Änderungsgebühr (netto)",
    "retrofit_handling_fee": "Bearbeitungsgebühr der Nachrüstung (netto)",
    "divert_fee": "Umleitungsgebühr (netto)",
}

PHRASES = {
    "out-of-scope": "Das weiß ich nicht: Die Frage hat nichts mit den Verkaufs-, Bau-, Transport-, Finanzierungs- und"
    " Zulassungsprozessen zu tun, die ich kenne.",
    "nothing-found": "Dazu finde ich in Prozessen und Dokumenten nichts, worauf sich eine Antwort stützen ließe.",
    "unknown-country": "Für {country} gibt es keine Prozessvorlage; ich kenne: {markets}.",
    "unreachable": "Im Status „{state}“ kommt das in diesem Prozess nicht vor.",
    "small-talk": "Guten Tag! Ich beantworte Fragen zu Aufträgen: was eine Änderung auslöst, wer entscheidet, bis wann etwas"
    " geht und wie sich ein anderes Werk auswirkt.",
    "third-language": "Ich antworte auf Deutsch, weil ich nur Deutsch und Englisch kann.",
    "no-conflict": "Widersprüche zwischen Prozess und Dokumenten stelle ich nebeneinander; welches gilt, entscheidet der Prozesseigner.",
    "follow-1": "Was passiert, wenn der Kunde nach der Auftragsbestätigung andere Felgen will?",
    "follow-2": "Wie ändert sich die Logistikkette, wenn das Fahrzeug aus einem anderen Werk kommt?",
    "follow-who": "Wer muss das genehmigen?",
    "follow-when": "Bis wann ist das noch möglich?",
    "follow-systems": "Welche Systeme sind betroffen?",
    "follow-unaffected": "Ist die Finanzierung davon betroffen?",
}  # fmt: skip

_PERIOD = re.compile(r"^P(\d+)([DWMY])$")
_UNITS = {"D": ("Tag", "Tage"), "W": ("Woche", "Wochen"), "M": ("Monat", "Monate"), "Y": ("Jahr", "Jahre")}


def period(text: str) -> str:
    """An ISO 8601 period of one unit in words.

    >>> period("P14D")
    '14 Tage'
    """
    found = _PERIOD.match(text)
    if found is None:
        return text
    one, many = _UNITS[found[2]]
    return f"{found[1]} {one if found[1] == '1' else many}"
