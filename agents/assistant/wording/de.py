"""Statements in German."""

# A sentence stands on one line, however long, so that it can be read as one.
# ruff: noqa: E501

from typing import TYPE_CHECKING, assert_never

from agents.assistant import statements as s
from agents.assistant.wording import phrases_de as phrases
from agents.assistant.wording.words import amount, condition, interval, number, phrase_list, short_list
from process_models.elements import DurationInterval
from process_models.logistics.values import Days

if TYPE_CHECKING:
    from agents.assistant.names import Names

_CONDITIONS = {
    "=": "{what} {value} ist",
    "!=": "{what} nicht {value} ist",
    ">": "{what} über {value} liegt",
    "<": "{what} unter {value} liegt",
    "in": "{what} {value} ist",
}
_MOST_STEPS = 12


class German:
    """German sentences."""

    language = "de"

    def phrase(self, key: str, **values: str) -> str:
        return phrases.PHRASES[key].format(**values)

    def ask(self, slot: str) -> str:
        return phrases.ASK[slot]

    def value(self, id: str) -> str:
        return phrases.VALUES.get(id, id.replace("_", " "))

    def outcome(self, permission: str, approver: str | None, names: "Names") -> str:
        text = phrases.VALUES.get(permission, permission)
        return f"{text}, Genehmigung: {names.role(approver)}" if approver else text

    def sentence(self, saying: s.Saying, names: "Names") -> str:
        match saying:
            case s.Verdict():
                return self._verdict(saying, names)
            case s.WindowVerdict():
                fee = f" ({amount(saying.fee, 'de')} netto)" if saying.fee else ""
                return f"{self._stretch(saying, names)}: {self._outcomes(saying, names)}{fee}."
            case s.DependsOn():
                ways = " / ".join(self.outcome(permission, approver, names) for permission, approver in saying.outcomes)
                subject = self._subject(saying.change, saying.attribute, names)
                return f"Das hängt {phrases.DEPENDS[saying.slot]} ab: Für {_lower(subject)} gilt je nachdem: {ways}."
            case s.Why():
                return _sentence(saying.reason.get("de") or next(iter(saying.reason.values()), ""))
            case s.FeeDue():
                assumed = " (Vorgabe des Herstellers)" if saying.assumed else ""
                return f"Gebühr: {amount(saying.fee, 'de')} netto{assumed}, zusätzlich zum Preis der Änderung selbst."
            case s.Approval():
                heard = (
                    f" Vorher gehört werden: {_list([names.role(each) for each in saying.consulted])}."
                    if saying.consulted
                    else ""
                )
                return f"Es entscheidet: {names.role(saying.role)}; zu erreichen: {saying.contact}.{heard}"
            case s.NoApproval():
                subject = self._subject(saying.change, saying.attribute, names)
                return f"Niemand muss genehmigen: {subject} ist im Status „{names.state(saying.state)}“ ohne Genehmigung möglich."
            case s.WorkOf() | s.RedoneBy() | s.Flip() | s.Untouched() | s.ConcernedOrNot() | s.Systems():
                return self._work(saying, names)
            case s.Delay():
                low, usual, high = interval(saying.interval)
                tail = (
                    " Der Liefertermin wird neu mitgeteilt; er bleibt unverbindlich." if saying.moves_delivery else ""
                )
                what = phrases.CHANGE_TAKES if saying.asked_for else phrases.EVENT_TAKES
                return f"Dauer: meist {_days(usual)}, zwischen {low} und {high} Tagen ({what}).{tail}"
            case s.Until():
                return self._until(saying, names)
            case s.OtherWay():
                return self._other_way(saying, names)
            case s.TaxEffect():
                return self._tax(saying, names)
            case s.NoTax():
                return f"In {names.market(saying.market)} fällt keine Zulassungssteuer an; die Änderung wirkt dort nur auf Preis und Umsatzsteuer."
            case s.TellCustomer():
                return self._customer(saying, names)
            case s.NextAction():
                return self._next(saying, names)
            case s.DocumentSentence():
                return f"„{saying.quote}“ ({saying.title})"
            case s.EventHandling():
                return self._event(saying, names)
            case s.Meaning() | s.StateMeans() | s.ParameterSays() | s.MarketDiffers():
                return self._lookup(saying, names)
            case (
                s.RouteSummary() | s.RouteLegs() | s.RouteFigures() | s.RouteDuty() | s.RoutePapers()
                | s.CannotBuild() | s.RouteMeans() | s.PlantOption()
            ):  # fmt: skip
                return self._route(saying, names)
        assert_never(saying)

    def _subject(self, change: str, attribute: str | None, names: "Names") -> str:
        if change in phrases.SUBJECTS:
            return phrases.SUBJECTS[change]
        return f"Eine Änderung bei „{names.attribute(attribute)}“" if attribute else "Die Änderung"

    def _verdict(self, saying: s.Verdict, names: "Names") -> str:
        subject, state = self._subject(saying.change, saying.attribute, names), names.state(saying.state)
        ways = _list([phrases.REMAINS.get(each, each) for each in saying.alternatives], "oder")
        open_ways = f" Möglich bleibt: {ways}." if ways and saying.permission == "not-allowed" else ""
        approver = names.role(saying.approver) if saying.approver else ""
        fee = f" von {amount(saying.fee, 'de')} netto" if saying.fee else ""
        where = f"im Status „{state}“"
        match saying.permission:
            case "allowed":
                return f"Ja: {subject} ist {where} noch frei möglich."
            case "allowed-with-fee":
                return f"Ja, gegen Gebühr: {subject} ist {where} noch möglich, gegen eine Änderungsgebühr{fee}."
            case "needs-approval":
                return f"Nur mit Genehmigung: {subject} muss {where} genehmigt werden, und zwar von: {approver}."
            case "re-quote":
                also = f"; zustimmen muss: {approver}" if approver else ""
                return f"Ja, aber nur mit neuem Angebot: {subject} ist {where} mit einem neuen Angebot möglich{also}."
            case "new-order":
                return f"Nicht in diesem Auftrag: {subject} heißt {where}, dass ein neuer Auftrag den alten ersetzt."
            case "retrofit":
                also = f" mit Genehmigung von: {approver}" if approver else ""
                return f"Ab Werk nicht mehr: {subject} ist {where} nur noch als Nachrüstung möglich{also}."
            case "swap":
                return f"An diesem Auto nicht mehr: {subject} ist {where} nur noch über ein Tauschfahrzeug möglich."
            case "divert":
                also = f", Entscheidung: {approver}" if approver else ""
                return f"Nur noch als Umleitung: {subject} ist {where} nur noch durch Umleiten des Fahrzeugs möglich{also}."
        return f"Nein: {subject} ist {where} nicht mehr möglich.{open_ways}"

    def _outcomes(self, saying: s.WindowVerdict, names: "Names") -> str:
        ways = [self.outcome(permission, approver, names) for permission, approver in saying.outcomes]
        return " / ".join(ways) + (phrases.BY_CASE if len(ways) > 1 else "")

    def _stretch(self, saying: s.WindowVerdict, names: "Names") -> str:
        if saying.first == saying.last:
            return f"Im Status „{names.state(saying.first)}“"
        return f"Von „{names.state(saying.first)}“ bis „{names.state(saying.last)}“"

    def _work(
        self,
        saying: s.WorkOf | s.RedoneBy | s.Flip | s.Untouched | s.ConcernedOrNot | s.Systems,
        names: "Names",
    ) -> str:
        match saying:
            case s.WorkOf():
                return self._work_of(saying, names)
            case s.RedoneBy():
                pairs = [f"„{names.element(a)}“ durch „{names.element(b[0])}“" for a, b in saying.pairs]
                return f"Schon Erledigtes wird ersetzt: {short_list(pairs, 'und', 'weitere', 12)}."
            case s.Flip():
                return f"„{names.element(saying.gateway)}“ kann anders ausgehen, weil „{names.attribute(saying.attribute)}“ sich ändert (Weg „{names.element(saying.flow)}“)."
            case s.Untouched():
                parts = [
                    *(f"{names.process(each)} insgesamt" for each in saying.processes),
                    *names.elements(saying.steps),
                ]
                return f"Unberührt bleiben: {short_list(parts, 'und', 'weitere Schritte', 6)}."
            case s.Systems():
                return f"Betroffene Systeme: {short_list([names.system(each) for each in saying.systems], 'und', 'weitere', 30)}."
        asked = (
            names.element(saying.asked)
            if "#" in saying.asked or "." in saying.asked
            else names.label_or_process(saying.asked)
        )
        if not saying.steps:
            return f"Nein: „{asked}“ ist davon nicht betroffen."
        steps = _list([f"„{each}“" for each in names.elements(saying.steps)])
        return f"{'Möglicherweise' if saying.conditional else 'Ja'}: „{asked}“ ist betroffen, und zwar bei {steps}."

    def _work_of(self, saying: s.WorkOf, names: "Names") -> str:
        conditions = [condition(each, names, _CONDITIONS, "oder") for each in saying.conditions]
        shared = conditions[0] if conditions and len(set(conditions)) == 1 else None
        steps = list(names.elements(saying.steps))
        if conditions and not shared:
            told = zip(map(names.element, saying.steps), conditions, strict=True)
            steps = [f"{step} (falls {text})" if text else step for step, text in told]
        listed = phrase_list(steps, "weitere", _MOST_STEPS if saying.role else 5)
        head = phrases.EFFECTS[saying.effect] + (f", falls {shared}" if shared else "")
        whose = f" – {names.role(saying.role)}" if saying.role else ""
        return f"{head}{whose}: {listed}."

    def _until(self, saying: s.Until, names: "Names") -> str:
        step = f" (Schritt „{names.element(saying.step)}“)" if saying.step else ""
        usually = (
            f", üblicherweise {_span(saying.usually)} nach „{names.state(saying.state)}“" if saying.usually else ""
        )
        ways = _list([phrases.WAYS.get(each, each) for each in saying.alternatives], "oder")
        then = self.outcome(saying.then, saying.then_approver, names) + (
            f" ({ways})" if ways and saying.then == "not-allowed" else ""
        )
        return f"Frist: Das gilt bis zum Status „{names.state(saying.until)}“{step}{usually}. Danach: {then}."

    def _other_way(self, saying: s.OtherWay, names: "Names") -> str:
        text = f"Anderer Weg: {phrases.WAYS.get(saying.permission, saying.permission)}"
        text += f" ab Status „{names.state(saying.from_state)}“" if saying.from_state else ""
        text += f", Schritt „{names.element(saying.step)}“" if saying.step else ""
        text += f", Genehmigung: {names.role(saying.approver)}" if saying.approver else ""
        text += f", Gebühr {amount(saying.fee, 'de')} netto" if saying.fee else ""
        return text + "."

    def _tax(self, saying: s.TaxEffect, names: "Names") -> str:
        before, after = amount(saying.before, "de"), amount(saying.after, "de")
        name = phrases.TAX.get(saying.market, "Zulassungssteuer")
        price = amount(saying.net_price, "de")
        car = f"Rechenbeispiel mit {price} netto" if saying.example else f"Bei {price} netto"
        step = (
            f"von {saying.co2_before} auf {saying.co2_after} g/km CO2"
            if saying.co2_after != saying.co2_before
            else "bei 1.000 mehr Nettopreis"
        )
        unsure = "" if saying.certain else " Die Sätze sind für dieses Jahr nicht gesichert."
        moves = (
            f"steigt die {name} von {before} auf {after}"
            if saying.after != saying.before
            else f"bleibt die {name} bei {after}"
        )
        return f"Steuer {names.market(saying.market)}: {car}, {step}: dann {moves} (Sätze {saying.year}, maßgeblich ist der Tag der Zulassung).{unsure}"

    def _customer(self, saying: s.TellCustomer, names: "Names") -> str:
        fee = f" Dafür fällt eine Gebühr von {amount(saying.fee, 'de')} netto an." if saying.fee else ""
        info = " Sie erhalten vorher neue Verbrauchs- und Vertragsinformationen." if saying.new_information else ""
        date = (
            " Der voraussichtliche Liefertermin kann sich dadurch ändern; er bleibt unverbindlich."
            if saying.moves_delivery
            else ""
        )
        ways = _list([phrases.OFFERED.get(each, each) for each in saying.alternatives], "oder")
        news = phrases.NEWS.get(saying.change) if saying.permission != "not-allowed" else None
        head = news or phrases.CUSTOMER[saying.promise]
        offer = f" Anbieten können wir Ihnen {ways}." if ways and saying.permission == "not-allowed" else ""
        rest = "" if saying.permission == "not-allowed" else f"{fee}{info}{date}"
        return f"Für den Kunden: „{head}{rest}{offer}“"

    def _next(self, saying: s.NextAction, names: "Names") -> str:
        system = f" im System „{names.system(saying.system)}“" if saying.system else ""
        whom = f"; danach an: {names.role(saying.role)}" if saying.role and saying.contact else ""
        return f"Nächster Schritt: „{names.element(saying.step)}“{system}{whom}."

    def _event(self, saying: s.EventHandling, names: "Names") -> str:
        state = f" im Status „{names.state(saying.state)}“" if saying.state else ""
        if not saying.possible:
            return f"„{saying.label}“ ist{state} im Prozess nicht vorgesehen."
        return f"„{saying.label}“{state}: Der Prozess sieht dafür einen eigenen Weg vor."

    def _lookup(self, saying: s.Meaning | s.StateMeans | s.ParameterSays | s.MarketDiffers, names: "Names") -> str:
        match saying:
            case s.StateMeans():
                text = _sentence(saying.text.get("de", ""))
                after = f" Danach kommt der Status „{names.state(saying.next_state)}“." if saying.next_state else ""
                steps = (
                    f" Nächste Schritte: {short_list(list(names.elements(saying.steps)), 'und', 'weitere')}."
                    if saying.steps
                    else ""
                )
                return f"Status „{names.state(saying.state)}“: {text}{after}{steps}"
            case s.ParameterSays():
                unsure = " Diese Angabe ist nicht gesichert." if saying.uncertain else ""
                return f"{phrases.PARAMETERS.get(saying.id, saying.id)} ({names.market(saying.country)}): {_unit(saying.value, saying.unit)}.{unsure}"
            case s.MarketDiffers():
                reason = saying.reason.get("de", "")
                return f"Nur in {names.market(saying.market)}, nicht in {names.market(saying.other)}: {saying.step.get('de', '')} ({reason})."
        text = f"„{saying.label}“ ist {phrases.WHAT.get(saying.what, 'ein Begriff der Prozesse')}."
        others = [name for name in saying.names if name != saying.label]
        text += f" Auch: {short_list(others, 'und', 'weitere', 4)}." if others else ""
        text += f" {_sentence(saying.text)}" if saying.text else ""
        text += (
            f" Hängt ab von: {short_list([names.attribute(each) for each in saying.derived_from], 'und', 'weitere', 6)}."
            if saying.derived_from
            else ""
        )
        text += (
            f" Entsteht bei: {short_list(list(names.elements(saying.written_by)), 'und', 'weitere', 4)}."
            if saying.written_by
            else ""
        )
        text += (
            f" Gebraucht bei: {short_list(list(names.elements(saying.read_by)), 'und', 'weitere', 4)}."
            if saying.read_by
            else ""
        )
        return text

    def _route(
        self,
        saying: s.RouteSummary
        | s.RouteLegs
        | s.RouteFigures
        | s.RouteDuty
        | s.RoutePapers
        | s.CannotBuild
        | s.RouteMeans
        | s.PlantOption,
        names: "Names",
    ) -> str:
        match saying:
            case s.RouteSummary():
                low, usual, high = interval(saying.days)
                longer = (
                    f"dauert der Transport meist {abs(usual)} Tage {'länger' if usual > 0 else 'kürzer'}"
                    if usual
                    else "dauert der Transport meist gleich lang"
                )
                border = ", mit Zollabfertigung" if saying.customs else ""
                return f"Kommt das Auto nach {names.market(saying.market)} aus {names.place(saying.after)} statt aus {names.place(saying.before)}, {longer} (Unterschied {low:+d} bis {high:+d} Tage){border}; gerechnet für: {names.vehicle(saying.vehicle)}."
            case s.RouteLegs():
                ways = [
                    f"{self.value(mode)} nach {names.place(stop)}"
                    for mode, stop in zip(saying.modes, saying.stops, strict=True)
                ]
                return f"{'Neuer' if saying.new else 'Bisheriger'} Weg ab {names.place(saying.plant)}: {', dann '.join(ways)}; {_day_range(saying.days)}."
            case s.RouteFigures():
                return f"Transportkosten je Auto: {amount(saying.cost_after, 'de')} statt {amount(saying.cost_before, 'de')}; CO2 des Transports: {number(saying.co2_after, 'de')} statt {number(saying.co2_before, 'de')} kg."
            case s.RouteDuty():
                money = f", das sind {amount(saying.amount, 'de')}" if saying.amount and saying.amount.minor else ""
                proof = f" mit Nachweis: {_list([self.value(each) for each in saying.proofs])}" if saying.proofs else ""
                unsure = "" if saying.certain else " Der Satz ist nicht gesichert."
                if saying.before == saying.after == 0:
                    proof = (
                        f", solange der Nachweis vorliegt: {_list([self.value(each) for each in saying.proofs])}"
                        if saying.proofs
                        else ""
                    )
                    return f"Zoll fällt nicht an{proof}.{unsure}"
                return (
                    f"Zoll: {number(saying.after, 'de')} % statt {number(saying.before, 'de')} %{money}{proof}.{unsure}"
                )
            case s.RoutePapers():
                return self._papers(saying, names)
            case s.CannotBuild():
                return f"Achtung: {names.place(saying.plant)} kann das nicht bauen: {_list([self.value(each) for each in saying.items])}."
            case s.RouteMeans():
                return _sentence(saying.label.get("de", names.attribute(saying.attribute)))
        border = ", mit Zollabfertigung" if saying.customs else ""
        duty = f", Zoll {number(saying.duty_percent, 'de')} %" if saying.customs else ""
        return f"Ab {names.place(saying.plant)} nach {names.market(saying.market)}: {_day_range(saying.days)}{border}{duty}."

    def _papers(self, saying: s.RoutePapers, names: "Names") -> str:
        parts = []
        for head, items in (
            ("kommen hinzu", (*saying.customs_added, *saying.added)),
            ("fallen weg", (*saying.customs_dropped, *saying.dropped)),
        ):
            if items:
                parts.append(f"{head}: {short_list([names.paper(each) for each in items], 'und', 'weitere', 12)}")
        return f"Papiere und Zoll: Es {'; es '.join(parts)}." if parts else "Papiere und Zoll bleiben gleich."


def _list(items: list[str], last: str = "und") -> str:
    return short_list(items, last, "weitere", 9)


def _lower(subject: str) -> str:
    return subject[:1].lower() + subject[1:] if subject.startswith(("Ein", "Die", "Der")) else subject


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


def _days(count: int) -> str:
    return "1 Tag" if count == 1 else f"{count} Tage"


def _span(found: DurationInterval) -> str:
    low, usual, high = interval(found)
    return f"{_days(usual)} ({low} bis {high})"


def _day_range(days: Days) -> str:
    return f"meist {days.typical} Tage ({days.minimum} bis {days.maximum})"


def _unit(value: str, unit: str) -> str:
    if unit == "period":
        return phrases.period(value)
    return f"{value} {unit}" if unit != "text" else value
