"""Variants drawn as text, for tests of what is asked of a variant."""

from process_models.addresses import AttributeAddress, ProcessId
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.dictionary import Attribute, AttributeType, DataDictionary, Entity, Stream
from process_models.elements import FEEL_LANGUAGE, Expression
from process_models.variants import Variant


def attribute(
    name: str,
    *values: str,
    kind: AttributeType = AttributeType.STRING,
    given: bool = False,
    initial: str | None = None,
    derived_from: tuple[str, ...] = (),
) -> Attribute:
    """An attribute of a dictionary; its first value is the usual one."""
    return Attribute(
        address=AttributeAddress(name),
        type=kind,
        stream=Stream.VEHICLE,
        values=values,
        given=given,
        initial=Expression(text=initial, language=FEEL_LANGUAGE) if initial else None,
        derived_from=tuple(map(AttributeAddress, derived_from)),
    )


def dictionary(*attributes: Attribute) -> DataDictionary:
    """A dictionary of some attributes and the entities they need."""
    entities = {a.address.partition(".")[0] for a in attributes}
    return DataDictionary(
        {name: Entity(id=name, stream=Stream.VEHICLE) for name in sorted(entities)},
        {a.address: a for a in attributes},
    )


def variant(*models: Collaboration, attributes: tuple[Attribute, ...] = ()) -> Variant:
    """The variant whose root is the first model."""
    by_id: dict[ProcessId, Collaboration] = {model.processes[0].id: model for model in models}
    return Variant(chain=close_chain(models[0].processes[0].id, by_id), dictionary=dictionary(*attributes))
