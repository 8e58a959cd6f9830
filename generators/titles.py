"""What a case is called, of what kind it is and how much it matters, seen beside the other cases of its suite."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generators.identity import choices_of
from generators.steps import refused_calls
from generators.wording import Words, own_label, word
from process_models.addresses import Address, split_address
from process_models.elements import Event, EventPosition, RequirementKind
from process_models.exploration import ORDER_STATE
from process_models.runs import Run, work_steps
from process_models.texts import phrase

_ENDED_WITHOUT_CAR = frozenset({"Withdrawn", "Cancelled"})
#: What stands out of a run, at most; a title that lists everything says nothing.
_MOST_SAID = 3


@dataclass
class Titles:
    """Titles, kinds and priorities for the runs of one suite."""

    words: Words
    runs: Sequence[Run]
    _usual: frozenset[Address] = frozenset()
    _passed: Counter[Address] = field(default_factory=Counter)
    _fulfilled: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        variant = self.words.variant
        if variant.library is not None:
            self._usual = choices_of(variant, variant.usual_run())
        for run in self.runs:
            self._passed.update(set(run.path()))
            self._fulfilled.update({id for id, _ in self._requirements(run)})

    def title(self, run: Run) -> str:
        """The rarest of what it takes otherwise than the usual run, in the order of the run, and where it ends."""
        market = f"{self.words.variant.market}: " if self.words.variant.market else ""
        return market + " → ".join(filter(None, (self._special(run), self._outcome(run))))

    def _special(self, run: Run) -> str:
        unusual = choices_of(self.words.variant, run) - self._usual
        labels: dict[str, int] = {}
        for element in dict.fromkeys(run.path()):
            if element in unusual and (said := self._label(element)):
                labels[said] = min(self._passed[element], labels.get(said, self._passed[element]))
        rare = sorted(labels, key=lambda said: labels[said])[:_MOST_SAID]
        if not rare:
            return phrase("usual-course", self.words.language)
        more = len(labels) - len(rare)
        told = "; ".join(said for said in labels if said in rare)
        return f"{told} {word('and-more', self.words.language, count=more)}" if more else told

    def _label(self, element: Address) -> str:
        """A flow's label with the question it answers, else where it leads; or the name of an event."""
        language, chain = self.words.language, self.words.variant.chain
        flow = chain.flows.get(element)
        if flow is None:
            return own_label(chain.nodes[element], language)
        model = chain.models[split_address(element)[0]]
        asks, leads_to = (own_label(model.node(end), language) for end in (flow.source, flow.target))
        return f"{asks} {own_label(flow, language) or leads_to}".strip()

    def _outcome(self, run: Run) -> str:
        """The label of the last end event of a root process."""
        chain = self.words.variant.chain
        roots = set(map(str, chain.roots))
        for element in reversed(run.path()):
            node = chain.nodes.get(element)
            if isinstance(node, Event) and node.position is EventPosition.END and str(node.scope) in roots:
                return own_label(node, self.words.language)
        return ""

    def kind(self, run: Run) -> str:
        """Negative where the customer gets no car or somebody says no; a change where something exceptional happens."""
        if run.end.get(ORDER_STATE) in _ENDED_WITHOUT_CAR or refused_calls(run):
            return "negative"
        exceptional = {step.at for step in self.words.variant.net.steps if step.is_exceptional}
        return "change" if any(step.at in exceptional for step in run.steps) else "positive"

    def priority(self, run: Run) -> str:
        """High: nothing goes wrong, or a law is tested here alone. Medium: any requirement is tested here alone.

        The first case of a suite covers most and is high as well.
        """
        alone = {kind for id, kind in self._requirements(run) if self._fulfilled[id] == 1}
        if run is self.runs[0] or self.kind(run) == "positive" or RequirementKind.REGULATORY in alone:
            return "High"
        return "Medium" if alone or not self._fulfilled else "Low"

    def requirements(self, run: Run) -> tuple[str, ...]:
        """Ids of the requirements that the work of a run fulfils, in order."""
        return tuple(dict.fromkeys(id for id, _ in self._requirements(run)))

    def _requirements(self, run: Run) -> Iterator[tuple[str, RequirementKind]]:
        for step in work_steps(run):
            for requirement in self.words.variant.chain.nodes[step.at].annotation.requirements:
                yield requirement.id, requirement.kind
