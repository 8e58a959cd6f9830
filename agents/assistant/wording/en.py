"""Statements in English."""

# A sentence stands on one line, however long, so that it can be read as one.
# ruff: noqa: E501

from typing import TYPE_CHECKING, assert_never

from agents.assistant import statements as s
from agents.assistant.wording import phrases_en as phrases
from agents.assistant.wording.words import amount, condition, interval, number, phrase_list, short_list
from process_models.elements import DurationInterval
from process_models.logistics.values import Days

if TYPE_CHECKING:
    from agents.assistant.names import Names

_CONDITIONS = {
    "=": "{what} is {value}",
    "!=": "{what} is not {value}",
    ">": "{what} is above {value}",
    "<": "{what} is below {value}",
    "in": "{what} is {value}",
}
_MOST_STEPS = 12


class English:
    """English sentences."""

    language = "en"

    def phrase(self, key: str, **values: str) -> str:
        return phrases.PHRASES[key].format(**values)

    def ask(self, slot: str) -> str:
        return phrases.ASK[slot]

    def value(self, id: str) -> str:
        return phrases.VALUES.get(id, id.replace("_", " "))

    def outcome(self, permission: str, approver: str | None, names: "Names") -> str:
        text = phrases.VALUES.get(permission, permission)
        return f"{text}, approval: {names.role(approver)}" if approver else text

    def sentence(self, saying: s.Saying, names: "Names") -> str:
        match saying:
            case s.Verdict():
                return self._verdict(saying, names)
            case s.WindowVerdict():
                fee = f" ({amount(saying.fee, 'en')} net)" if saying.fee else ""
                return f"{self._stretch(saying, names)}: {self._outcomes(saying, names)}{fee}."
            case s.DependsOn():
                ways = " / ".join(self.outcome(permission, approver, names) for permission, approver in saying.outcomes)
                subject = self._subject(saying.change, saying.attribute, names)
                return f"That depends {phrases.DEPENDS[saying.slot]}. For {_lower(subject)} it is one of these: {ways}."
            case s.Why():
                return _sentence(saying.reason.get("en") or next(iter(saying.reason.values()), ""))
            case s.FeeDue():
                assumed = " (set by the maker)" if saying.assumed else ""
                return f"Fee: {amount(saying.fee, 'en')} net{assumed}, on top of the price of the change itself."
            case s.Approval():
                heard = (
                    f" Heard before: {_list([names.role(each) for each in saying.consulted])}."
                    if saying.consulted
                    else ""
                )
                return f"Who decides: {names.role(saying.role)}; contact: {saying.contact}.{heard}"
            case s.NoApproval():
                subject = self._subject(saying.change, saying.attribute, names)
                return f"Nobody has to approve: {_lower(subject)} is possible without approval in the state “{names.state(saying.state)}”."
            case s.WorkOf() | s.RedoneBy() | s.Flip() | s.Untouched() | s.ConcernedOrNot() | s.Systems():
                return self._work(saying, names)
            case s.Delay():
                low, usual, high = interval(saying.interval)
                tail = " The delivery date is told anew; it stays non-binding." if saying.moves_delivery else ""
                what = phrases.CHANGE_TAKES if saying.asked_for else phrases.EVENT_TAKES
                return f"Time: usually {_days(usual)}, between {low} and {_days(high)} ({what}).{tail}"
            case s.Until():
                return self._until(saying, names)
            case s.OtherWay():
                return self._other_way(saying, names)
            case s.TaxEffect():
                return self._tax(saying, names)
            case s.NoTax():
                return f"There is no registration tax in {names.market(saying.market)}; there the change affects only the price and VAT."
            case s.TellCustomer():
                return self._customer(saying, names)
            case s.NextAction():
                return self._next(saying, names)
            case s.DocumentSentence():
                return f"“{saying.quote}” ({saying.title})"
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
        return f"A change of {_low(names.attribute(attribute))}" if attribute else "The change"

    def _verdict(self, saying: s.Verdict, names: "Names") -> str:
        subject, state = self._subject(saying.change, saying.attribute, names), names.state(saying.state)
        ways = _list([phrases.REMAINS.get(each, each) for each in saying.alternatives], "or")
        open_ways = f" What remains: {ways}." if ways and saying.permission == "not-allowed" else ""
        approver = names.role(saying.approver) if saying.approver else ""
        fee = f" of {amount(saying.fee, 'en')} net" if saying.fee else ""
        where = f"in the state “{state}”"
        match saying.permission:
            case "allowed":
                return f"Yes: {_lower(subject)} is still possible free of charge {where}."
            case "allowed-with-fee":
                return f"Yes, for a fee: {_lower(subject)} is still possible {where}, for a change fee{fee}."
            case "needs-approval":
                return f"Only with approval: {_lower(subject)} has to be approved {where} by: {approver}."
            case "re-quote":
                also = f"; approval needed from: {approver}" if approver else ""
                return f"Yes, but only with a new quote: {_lower(subject)} is possible {where} with a new offer{also}."
            case "new-order":
                return f"Not within this order: {where}, {_lower(subject)} means that a new order replaces the old one."
            case "retrofit":
                also = f" with the approval of: {approver}" if approver else ""
                return (
                    f"Not from the factory any more: {where}, {_lower(subject)} is possible only as a retrofit{also}."
                )
            case "swap":
                return (
                    f"Not on this car any more: {where}, {_lower(subject)} is possible only by a swap for another car."
                )
            case "divert":
                also = f", decided by: {approver}" if approver else ""
                return f"Only as a diversion: {where}, {_lower(subject)} is possible only by diverting the car{also}."
        return f"No: {_lower(subject)} is not possible any more {where}.{open_ways}"

    def _outcomes(self, saying: s.WindowVerdict, names: "Names") -> str:
        ways = [self.outcome(permission, approver, names) for permission, approver in saying.outcomes]
        return " / ".join(ways) + (phrases.BY_CASE if len(ways) > 1 else "")

    def _stretch(self, saying: s.WindowVerdict, names: "Names") -> str:
        if saying.first == saying.last:
            return f"In the state “{names.state(saying.first)}”"
        return f"From “{names.state(saying.first)}” to “{names.state(saying.last)}”"

    def _work(
        self,
        saying: s.WorkOf | s.RedoneBy | s.Flip | s.Untouched | s.ConcernedOrNot | s.Systems,
        names: "Names",
    ) -> str:
        match saying:
            case s.WorkOf():
                return self._work_of(saying, names)
            case s.RedoneBy():
                pairs = [f"“{names.element(a)}” by “{names.element(b[0])}”" for a, b in saying.pairs]
                return f"Work already done is replaced: {short_list(pairs, 'and', 'more', 12)}."
            case s.Flip():
                return f"“{names.element(saying.gateway)}” may go another way because “{names.attribute(saying.attribute)}” changes (way “{names.element(saying.flow)}”)."
            case s.Untouched():
                parts = [
                    *(f"{names.process(each)} altogether" for each in saying.processes),
                    *map(_low, names.elements(saying.steps)),
                ]
                return f"Not affected: {short_list(parts, 'and', 'more steps', 6)}."
            case s.Systems():
                return f"Systems affected: {short_list([names.system(each) for each in saying.systems], 'and', 'more', 30)}."
        asked = (
            names.element(saying.asked)
            if "#" in saying.asked or "." in saying.asked
            else names.label_or_process(saying.asked)
        )
        if not saying.steps:
            return f"No: “{asked}” is not affected by it."
        steps = _list([f"“{each}”" for each in names.elements(saying.steps)])
        return f"{'Possibly' if saying.conditional else 'Yes'}: “{asked}” is affected, in {steps}."

    def _work_of(self, saying: s.WorkOf, names: "Names") -> str:
        conditions = [condition(each, names, _CONDITIONS, "or") for each in saying.conditions]
        shared = conditions[0] if conditions and len(set(conditions)) == 1 else None
        steps = [_low(step) for step in names.elements(saying.steps)]
        if conditions and not shared:
            told = zip(map(names.element, saying.steps), conditions, strict=True)
            steps = [f"{_low(step)} (if {text})" if text else _low(step) for step, text in told]
        listed = phrase_list(steps, "more", _MOST_STEPS if saying.role else 5)
        head = phrases.EFFECTS[saying.effect] + (f", if {shared}" if shared else "")
        whose = f" – {names.role(saying.role)}" if saying.role else ""
        return f"{head}{whose}: {listed}."

    def _until(self, saying: s.Until, names: "Names") -> str:
        step = f" (step “{names.element(saying.step)}”)" if saying.step else ""
        usually = f", usually {_span(saying.usually)} after “{names.state(saying.state)}”" if saying.usually else ""
        ways = _list([phrases.WAYS.get(each, each) for each in saying.alternatives], "or")
        then = self.outcome(saying.then, saying.then_approver, names) + (
            f" ({ways})" if ways and saying.then == "not-allowed" else ""
        )
        return f"Deadline: this holds until the state “{names.state(saying.until)}”{step}{usually}. After that: {then}."

    def _other_way(self, saying: s.OtherWay, names: "Names") -> str:
        text = f"Another way: {phrases.WAYS.get(saying.permission, saying.permission)}"
        text += f" from the state “{names.state(saying.from_state)}” on" if saying.from_state else ""
        text += f", step “{names.element(saying.step)}”" if saying.step else ""
        text += f", approval: {names.role(saying.approver)}" if saying.approver else ""
        text += f", fee {amount(saying.fee, 'en')} net" if saying.fee else ""
        return text + "."

    def _tax(self, saying: s.TaxEffect, names: "Names") -> str:
        before, after = amount(saying.before, "en"), amount(saying.after, "en")
        name = phrases.TAX.get(saying.market, "registration tax")
        price = amount(saying.net_price, "en")
        car = f"example with {price} net" if saying.example else f"with {price} net"
        step = (
            f"from {saying.co2_before} to {saying.co2_after} g/km CO2"
            if saying.co2_after != saying.co2_before
            else "with 1,000 more net price"
        )
        unsure = "" if saying.certain else " The rates are not certain for this year."
        moves = (
            f"{name} rises from {before} to {after}" if saying.after != saying.before else f"{name} stays at {after}"
        )
        return f"Tax in {names.market(saying.market)}: {car}, {step}: {moves} (rates of {saying.year}; the day of registration counts).{unsure}"

    def _customer(self, saying: s.TellCustomer, names: "Names") -> str:
        fee = f" There is a fee of {amount(saying.fee, 'en')} net." if saying.fee else ""
        info = " Before that you receive new consumption and contract information." if saying.new_information else ""
        date = " The expected delivery date may change; it stays non-binding." if saying.moves_delivery else ""
        ways = _list([phrases.OFFERED.get(each, each) for each in saying.alternatives], "or")
        news = phrases.NEWS.get(saying.change) if saying.permission != "not-allowed" else None
        head = news or phrases.CUSTOMER[saying.promise]
        offer = f" We can offer you {ways}." if ways and saying.permission == "not-allowed" else ""
        rest = "" if saying.permission == "not-allowed" else f"{fee}{info}{date}"
        return f"For the customer: “{head}{rest}{offer}”"

    def _next(self, saying: s.NextAction, names: "Names") -> str:
        system = f" in “{names.system(saying.system)}”" if saying.system else ""
        whom = f"; then to: {names.role(saying.role)}" if saying.role and saying.contact else ""
        return f"Next step: “{names.element(saying.step)}”{system}{whom}."

    def _event(self, saying: s.EventHandling, names: "Names") -> str:
        state = f" in the state “{names.state(saying.state)}”" if saying.state else ""
        if not saying.possible:
            return f"“{saying.label}”{state} is not foreseen in the process."
        return f"“{saying.label}”{state}: the process has a way of its own for this."

    def _lookup(self, saying: s.Meaning | s.StateMeans | s.ParameterSays | s.MarketDiffers, names: "Names") -> str:
        match saying:
            case s.StateMeans():
                text = _sentence(saying.text.get("en", ""))
                after = f" The next state is “{names.state(saying.next_state)}”." if saying.next_state else ""
                steps = (
                    f" Next steps: {short_list(list(names.elements(saying.steps)), 'and', 'more')}."
                    if saying.steps
                    else ""
                )
                return f"State “{names.state(saying.state)}”: {text}{after}{steps}"
            case s.ParameterSays():
                unsure = " This figure is not certain." if saying.uncertain else ""
                return f"{phrases.PARAMETERS.get(saying.id, saying.id)} ({names.market(saying.country)}): {_unit(saying.value, saying.unit)}.{unsure}"
            case s.MarketDiffers():
                reason = saying.reason.get("en", "")
                return f"Only in {names.market(saying.market)}, not in {names.market(saying.other)}: {saying.step.get('en', '')} ({reason})."
        text = f"“{saying.label}” is {phrases.WHAT.get(saying.what, 'a term of the processes')}."
        others = [name for name in saying.names if name != saying.label]
        text += f" Also: {short_list(others, 'and', 'more', 4)}." if others else ""
        text += f" {_sentence(saying.text)}" if saying.text else ""
        text += (
            f" Depends on: {short_list([names.attribute(each) for each in saying.derived_from], 'and', 'more', 6)}."
            if saying.derived_from
            else ""
        )
        text += (
            f" Made in: {short_list(list(names.elements(saying.written_by)), 'and', 'more', 4)}."
            if saying.written_by
            else ""
        )
        text += (
            f" Used in: {short_list(list(names.elements(saying.read_by)), 'and', 'more', 4)}." if saying.read_by else ""
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
                    f"transport usually takes {abs(usual)} days {'longer' if usual > 0 else 'less'}"
                    if usual
                    else "transport usually takes the same time"
                )
                border = ", with customs clearance" if saying.customs else ""
                return f"If the car for {names.market(saying.market)} comes from {names.place(saying.after)} instead of {names.place(saying.before)}, {longer} (difference {low:+d} to {high:+d} days){border}; worked out for: {names.vehicle(saying.vehicle)}."
            case s.RouteLegs():
                ways = [
                    f"{self.value(mode)} to {names.place(stop)}"
                    for mode, stop in zip(saying.modes, saying.stops, strict=True)
                ]
                return f"{'New' if saying.new else 'Former'} route from {names.place(saying.plant)}: {', then '.join(ways)}; {_day_range(saying.days)}."
            case s.RouteFigures():
                return f"Transport cost for one car: {amount(saying.cost_after, 'en')} instead of {amount(saying.cost_before, 'en')}; CO2 of the transport: {number(saying.co2_after, 'en')} instead of {number(saying.co2_before, 'en')} kg."
            case s.RouteDuty():
                money = f", that is {amount(saying.amount, 'en')}" if saying.amount and saying.amount.minor else ""
                proof = f" with proof: {_list([self.value(each) for each in saying.proofs])}" if saying.proofs else ""
                unsure = "" if saying.certain else " The rate is not certain."
                if saying.before == saying.after == 0:
                    proof = (
                        f" as long as there is proof: {_list([self.value(each) for each in saying.proofs])}"
                        if saying.proofs
                        else ""
                    )
                    return f"No customs duty is due{proof}.{unsure}"
                return f"Customs duty: {number(saying.after, 'en')} % instead of {number(saying.before, 'en')} %{money}{proof}.{unsure}"
            case s.RoutePapers():
                return self._papers(saying, names)
            case s.CannotBuild():
                return f"Careful: {names.place(saying.plant)} cannot build this: {_list([self.value(each) for each in saying.items])}."
            case s.RouteMeans():
                return _sentence(saying.label.get("en", names.attribute(saying.attribute)))
        border = ", with customs clearance" if saying.customs else ""
        duty = f", duty {number(saying.duty_percent, 'en')} %" if saying.customs else ""
        return f"From {names.place(saying.plant)} to {names.market(saying.market)}: {_day_range(saying.days)}{border}{duty}."

    def _papers(self, saying: s.RoutePapers, names: "Names") -> str:
        parts = []
        for head, items in (
            ("added", (*saying.customs_added, *saying.added)),
            ("no longer needed", (*saying.customs_dropped, *saying.dropped)),
        ):
            if items:
                parts.append(f"{head}: {short_list([names.paper(each) for each in items], 'and', 'more', 12)}")
        return f"Papers and customs: {'; '.join(parts)}." if parts else "Papers and customs stay the same."


def _list(items: list[str], last: str = "and") -> str:
    return short_list(items, last, "more", 9)


def _lower(subject: str) -> str:
    return subject[:1].lower() + subject[1:]


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _span(found: DurationInterval) -> str:
    low, usual, high = interval(found)
    return f"{_days(usual)} ({low} to {high})"


def _day_range(days: Days) -> str:
    return f"usually {days.typical} days ({days.minimum} to {days.maximum})"


def _unit(value: str, unit: str) -> str:
    if unit == "period":
        return phrases.period(value)
    return f"{value} {unit}" if unit != "text" else value


def _low(label: str) -> str:
    """A label inside a sentence: "Wheels" becomes "wheels", "VIN" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
