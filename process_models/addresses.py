"""Names by which everything else points at parts of process models and at data.

An *address* is `process#element`, for example `order_to_handover#Activity_CheckCapacity`. An
*attribute* is `entity.attribute`, for example `vehicle.wheels`. Ids are chosen by people and stay
the same when a model is laid out again or a label is reworded.
"""

from typing import NewType

from process_models.errors import ProcessModelError

ProcessId = NewType("ProcessId", str)
ElementId = NewType("ElementId", str)
Address = NewType("Address", str)
AttributeAddress = NewType("AttributeAddress", str)
SystemId = NewType("SystemId", str)
RoleId = NewType("RoleId", str)
Topic = NewType("Topic", str)


class InvalidAddress(ProcessModelError, ValueError):
    """A text that is no address."""


def address(process: ProcessId, element: ElementId) -> Address:
    """The address of an element of a process.

    >>> address(ProcessId("order_to_handover"), ElementId("Activity_CheckCapacity"))
    'order_to_handover#Activity_CheckCapacity'
    """
    return Address(f"{process}#{element}")


def split_address(text: str) -> tuple[ProcessId, ElementId]:
    """The process and the element an address names.

    Raises:
        InvalidAddress: there is not exactly one `#` with text on both sides.

    >>> split_address("change_order#Gateway_Permission")
    ('change_order', 'Gateway_Permission')
    """
    process, mark, element = text.partition("#")
    if not (mark and process and element) or "#" in element:
        raise InvalidAddress(f"'{text}' is no address; write process#element, e.g. change_order#Activity_Reprice")
    return ProcessId(process), ElementId(element)


def entity_of(attribute: AttributeAddress) -> str:
    """The entity an attribute belongs to.

    >>> entity_of(AttributeAddress("vehicle.wheels"))
    'vehicle'
    """
    return attribute.partition(".")[0]
