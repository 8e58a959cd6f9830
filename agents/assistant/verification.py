"""The last gate: a claim leaves only if all it rests on can be read again, the text only if claims say it."""

from collections.abc import Iterable

from agents.assistant.answer import Answer, Claim, Evidence, EvidenceKind
from agents.assistant.errors import UnprovenClaim
from agents.assistant.names import element_at
from agents.assistant.proofs import PATH_ARROW, is_logistics, logistics_quote, parameter_quote, role_quote
from knowledge.errors import UnknownDocument
from knowledge.library import KnowledgeBase
from process_models.addresses import Address, AttributeAddress, ElementId, ProcessId
from process_models.catalogue import Library
from process_models.elements import Event, label
from process_models.impact import content_of
from process_models.parameters import UnknownParameter
from process_models.variants import Variant


class Verification:
    """Reads evidence again, from the models and documents it names."""

    def __init__(self, library: Library, knowledge: KnowledgeBase | None = None) -> None:
        self._library = library
        self._knowledge = knowledge

    def holds(self, evidence: Evidence) -> bool:
        """Whether what the evidence quotes still stands where it says."""
        match evidence.kind:
            case EvidenceKind.PARAMETER:
                return self._is_row(evidence)
            case EvidenceKind.DECISION_RULE:
                rule = self._library.decisions.rule(evidence.ref)
                return rule is not None and evidence.quote in (*rule.why.values(), rule.address)
            case EvidenceKind.SENTENCE:
                return self._is_sentence(evidence)
            case EvidenceKind.PATH:
                return self._is_path(evidence)
            case EvidenceKind.ELEMENT:
                return self._is_element(evidence)

    def broken_in(self, claims: Iterable[Claim]) -> tuple[Evidence, ...]:
        """Evidence that does not hold, each once."""
        every = {each.id: each for claim in claims for each in claim.evidence}
        return tuple(each for each in every.values() if not self.holds(each))

    def check(self, answer: Answer) -> Answer:
        """The answer, as it came.

        Raises:
            UnprovenClaim: evidence does not hold, or the text says what no claim says.
        """
        broken = self.broken_in(answer.claims)
        if broken:
            first = broken[0]
            raise UnprovenClaim(
                f"{first.kind} '{first.ref}' of {first.source} does not say '{first.quote}'; the claim is held back."
            )
        if answer.claims:
            unproven = _without_claims(answer)
            if unproven.strip():
                raise UnprovenClaim(f"no claim says '{unproven.strip()[:80]}'; the text is held back.")
        return answer

    def _variant(self, evidence: Evidence) -> Variant | None:
        library, _, market = evidence.source.partition("/")
        if library != self._library.id or (market != "base" and market not in self._library.markets):
            return None
        return self._library.variant(None if market == "base" else market)

    def _is_row(self, evidence: Evidence) -> bool:
        try:
            row = self._library.parameters.row(evidence.ref)
        except UnknownParameter:
            return False
        return parameter_quote(row) == evidence.quote and row.source == evidence.source

    def _is_sentence(self, evidence: Evidence) -> bool:
        if self._knowledge is None:
            return False
        try:
            document, _, sentence = self._knowledge.sentence(evidence.ref)
        except UnknownDocument:
            return False
        return self._knowledge.quote_holds(document.key, sentence.span, evidence.quote)

    def _is_element(self, evidence: Evidence) -> bool:
        variant, ref, quote = self._variant(evidence), evidence.ref, evidence.quote
        if variant is None:
            return False
        landscape = self._library.landscape
        if is_logistics(ref):
            return bool(quote) and logistics_quote(self._library, ref) == quote
        if ref.startswith("role:"):
            return any(ref == f"role:{role.id}" and role_quote(role) == quote for role in landscape.roles)
        if ref.startswith("system:"):
            return any(
                ref == f"system:{each.id}" and quote in (*each.labels.values(), each.id) for each in landscape.systems
            )
        if "#" in ref:
            found = element_at(variant, ref)
            return found is not None and quote in (label(found, "de"), label(found, "en"))
        attribute = self._library.dictionary.attributes.get(AttributeAddress(ref))
        if attribute is not None:
            return quote in (*attribute.labels.values(), ref)
        return ProcessId(ref) in variant.models

    def _is_path(self, evidence: Evidence) -> bool:
        """Whether every step of the path is a dependency of the variant."""
        variant = self._variant(evidence)
        path = evidence.quote.split(PATH_ARROW)
        if variant is None or evidence.ref not in path[-2:]:
            return False
        return all(_follows(variant, one, then) for one, then in zip(path, path[1:], strict=False))


def _follows(variant: Variant, one: str, then: str) -> bool:
    """Whether an effect travels from one attribute or element to the next."""
    dependencies = variant.dependencies
    if "#" not in one:
        attribute = AttributeAddress(one)
        if "#" not in then:
            return then in dependencies.derived.get(attribute, ()) or any(
                (attribute, then) in set(dependencies.written_from(at))
                for at in dependencies.readers.get(attribute, ())
            )
        at = Address(then)
        return at in dependencies.readers.get(attribute, ()) or at in dependencies.guarded.get(attribute, ())
    chain, here = variant.chain, Address(one)
    if "#" not in then:
        return any(written == then for _, written in dependencies.written_from(here))
    node = chain.nodes.get(here)
    process, _, element = then.partition("#")
    if isinstance(node, Event) and node.attached_to:
        return process == one.partition("#")[0] and node.attached_to == element
    return Address(then) in set(content_of(chain, here)) or _is_handler(variant, one, then)


def _is_handler(variant: Variant, one: str, then: str) -> bool:
    process, _, element = one.partition("#")
    model = variant.models.get(ProcessId(process))
    handler = model.compensation_of.get(ElementId(element)) if model is not None else None
    return handler is not None and f"{process}#{handler}" == then


def _without_claims(answer: Answer) -> str:
    """What of the text no claim says."""
    rest = answer.text.removeprefix(answer.note or "")
    for claim in sorted(answer.claims, key=lambda claim: -len(claim.text)):
        rest = rest.replace(claim.text, "")
    return rest
