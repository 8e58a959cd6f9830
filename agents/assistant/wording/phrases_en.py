"""Fixed English words: codes of the tables, questions back, refusals."""

# A sentence stands on one line, however long, so that it can be read as one.
# ruff: noqa: E501

import re

SUBJECTS = {
    "plant": "A plant switch",
    "delay": "A later date",
    "event": "Such an event",
    "registration-country": "Another country of registration",
    "delivery-place": "Another delivery place",
    "colour": "Another colour",
}

CHANGE_TAKES = "handling with the customer's answer and work to be repeated; a later build date comes on top"
EVENT_TAKES = "handling and work to be repeated"
BY_CASE = " (depending on the order)"

VALUES = {
    "not-available": "not available",
    "allowed": "free of charge",
    "allowed-with-fee": "possible for a fee",
    "needs-approval": "only with approval",
    "re-quote": "new quote needed",
    "new-order": "new order needed",
    "retrofit": "retrofit only",
    "swap": "swap for another car only",
    "divert": "diversion only",
    "not-allowed": "not possible",
    "withdrawal": "withdrawal where the right exists",
    "agency": "agency model",
    "dealer": "dealer model",
    "body-shop": "VIN in the body shop",
    "after-paint": "VIN after paint",
    "truck": "truck",
    "rail": "rail",
    "short-sea-roro": "ship (short sea)",
    "deep-sea-roro": "ship (deep sea)",
    "statement-on-origin": "statement on origin",
    "a-tr": "A.TR",
    "feature tow-bar": "tow bar",
    "feature panoramic-roof": "panoramic roof",
    "feature air-suspension": "air suspension",
    "feature individual": "individual paint",
    "true": "yes",
    "false": "no",
}

OFFERED = {
    "retrofit": "a retrofit after production",
    "swap": "another suitable car",
    "new-order": "a new order",
    "withdrawal": "to check a withdrawal",
    "divert": "a diversion",
}

WAYS = {
    "retrofit": "retrofit",
    "swap": "swap for another car",
    "new-order": "new order",
    "withdrawal": "withdrawal where the right exists",
    "divert": "diversion",
}

REMAINS = {
    "retrofit": "a retrofit after production",
    "swap": "another suitable car",
    "new-order": "a new order",
    "withdrawal": "withdrawal where the right exists",
    "divert": "a diversion",
}

CUSTOMER = {
    "allowed": "Your change is still possible; we are recording it now.",
    "allowed-with-fee": "Your change is still possible as soon as capacity and parts are checked.",
    "needs-approval": "We are recording your wish; it has to be approved first, until then we cannot promise anything.",
    "re-quote": "Your change is possible; we are preparing a new offer for you to agree to.",
    "new-order": "What you wish for is another car; we offer you a new order that replaces the old one.",
    "retrofit": "It is too late to do this in the factory; we are checking whether it can be retrofitted.",
    "swap": "It is too late to do this on your car; we are looking for another car that suits you.",
    "divert": "Your car is already on its way; we are finding out whether it can be diverted.",
    "not-allowed": "I am sorry, this change is not possible any more.",
}

#: Changes the customer did not ask for are told as news.
NEWS = {
    "plant": "Your car is expected to come from another plant.",
    "delay": "Delivery is moved to a later date.",
}

EFFECTS = {
    "if-date-moves": "Only if the date moves",
    "handling": "To do",
    "repeated": "Done, but to be done again",
    "perhaps-repeated": "Perhaps to be done again",
    "interrupted": "Under way and put on hold",
    "perhaps-interrupted": "Put on hold if under way",
    "undone": "No longer done",
    "perhaps-undone": "Perhaps no longer done",
    "compensated": "Undone",
    "perhaps-compensated": "Perhaps undone",
    "sees-new-value": "Goes on later with new values",
    "perhaps-sees-new-value": "Perhaps goes on later with new values",
}

DEPENDS = {
    "position": "on the order state",
    "plant": "on the plant",
    "sales_model": "on the sales model",
    "market": "on the market",
}

ASK = {
    "position": "In which state is the order?",
    "plant": "Which plant does the car come from?",
    "sales_model": "Does the order run in the agency or in the dealer model?",
    "market": "Which market is it about?",
    "to_plant": "Which plant shall the car come from?",
    "from_plant": "Which plant was the car to come from so far?",
    "change": "What is to change?",
}

TAX = {"AT": "NoVA (registration tax)", "DK": "registration tax"}

WHAT = {
    "attribute": "a fact about the order",
    "value": "a possible value of a fact",
    "state": "an order state",
    "system": "a system",
    "role": "a role",
    "plant": "a plant",
    "activity": "a step of the processes",
    "event": "an event",
    "concept": "a term of the processes",
}

PARAMETERS = {
    "withdrawal_period": "Withdrawal period",
    "withdrawal_extension": "Extension of the withdrawal period after wrong information",
    "withdrawal_refund_period": "Period for the refund after withdrawal",
    "delivery_demand_after": "Delivery may be demanded after the non-binding date",
    "vat_rate": "VAT rate",
    "registration_tax_scheme": "Scheme of the registration tax",
    "change_fee": "Change fee (net)",
    "retrofit_handling_fee": "Handling fee of a retrofit (net)",
    "divert_fee": "Diversion fee (net)",
}

PHRASES = {
    "out-of-scope": "I do not know that: the question has nothing to do with the processes I know, which are sales,"
    " production, transport, financing and registration.",
    "nothing-found": "I find nothing about this in processes and documents on which an answer could rest.",
    "unknown-country": "There is no process template for {country}; I know: {markets}.",
    "unreachable": 'In the state "{state}" this does not occur in the process.',
    "small-talk": "Hello! I answer questions about orders: what a change sets off, who decides, until when something is"
    " possible, and what another plant means.",
    "third-language": "I answer in English because I know German and English only.",
    "no-conflict": "I show contradictions between process and documents side by side; the process owner decides which holds.",
    "follow-1": "What happens when the customer changes the wheels after the order is confirmed?",
    "follow-2": "How does the logistics chain change when the car comes from another plant?",
    "follow-who": "Who has to approve that?",
    "follow-when": "Until when is that possible?",
    "follow-systems": "Which systems are affected?",
    "follow-unaffected": "Is the financing affected?",
}  # fmt: skip

_PERIOD = re.compile(r"^P(\d+)([DWMY])$")
_UNITS = {"D": ("day", "days"), "W": ("week", "weeks"), "M": ("month", "months"), "Y": ("year", "years")}


def period(text: str) -> str:
    """An ISO 8601 period of one unit in words.

    >>> period("P14D")
    '14 days'
    """
    found = _PERIOD.match(text)
    if found is None:
        return text
    one, many = _UNITS[found[2]]
    return f"{found[1]} {one if found[1] == '1' else many}"
