"""Conditions of foreign models: the simple core of JUEL, Groovy and JavaScript as FEEL.

`${amount > 100 && !approved}` is understood, method calls and assignments are not, and the answer says
why. A condition that is not understood keeps its own text elsewhere; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from process_models.feel import ast
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.parser import parse


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why a condition could not be read."""

    reason: str


_WRAPPED = re.compile(r"\s*[$#]\{(?P<inside>.*)\}\s*;?\s*", re.DOTALL)
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)[LlFfDd]?(?![\w])
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<word>[^\W\d]\w*)
  | (?P<symbol>===|!==|==|!=|<=|>=|&&|\|\||[-+*/%<>!().?:,\[\]=&|;{}])
  )""",
    re.VERBOSE,
)
_COMPARISONS = {"==": "=", "===": "=", "!=": "!=", "!==": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "and": "&&", "or": "||"}
_LITERALS: dict[str, ast.Expression] = {
    "true": ast.BooleanLiteral(True),
    "false": ast.BooleanLiteral(False),
    "null": ast.NullLiteral(),
}
# Words that mark a script rather than a condition.
_STATEMENTS = frozenset(["return", "var", "let", "new", "function", "def", "instanceof", "mod", "div"])
_DEEPEST = 60


def translate(condition: str) -> ast.Expression | NotUnderstood:
    """The condition as a FEEL expression, or why it could not be read.

    Wrapped in `${…}` or `#{…}` it is JUEL; behind `=` it is FEEL; otherwise FEEL is tried first.

    >>> from process_models.feel.rendering import text
    >>> found = translate("${amount > 100 && status == 'open'}")
    >>> text(found) if not isinstance(found, NotUnderstood) else found.reason
    'amount > 100 and status = "open"'
    """
    stripped = condition.strip()
    if not stripped:
        return NotUnderstood("the condition is empty")
    wrapped = _WRAPPED.fullmatch(stripped)
    if wrapped is not None:
        return _translated(wrapped["inside"])
    if stripped.startswith("=") and not stripped.startswith("=="):
        return _parsed(stripped[1:])
    as_feel = _parsed(stripped)
    return as_feel if not isinstance(as_feel, NotUnderstood) else _translated(stripped)


def _parsed(text: str) -> ast.Expression | NotUnderstood:
    try:
        return parse(text)
    except FeelSyntaxError as error:
        return NotUnderstood(str(error))


def _translated(text: str) -> ast.Expression | NotUnderstood:
    try:
        reader = _Reader(text, _tokens(text))
        expression = reader.whole()
    except _Unreadable as reason:
        return NotUnderstood(f"{reason} in {text.strip()!r}")
    return expression


class _Unreadable(Exception):
    """What in the text is beyond a simple condition."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _Unreadable(f"unreadable {text[position:].strip()[:1]!r}")
        word = match[match.lastgroup]
        start = match.start(match.lastgroup)
        if word in _STATEMENTS:
            raise _Unreadable(f"'{word}' belongs to a script, not to a condition")
        if match.lastgroup == "word" and word in _WORDS:
            found.append(_Token("symbol", _WORDS[word], start))
        else:
            found.append(_Token(match.lastgroup, word, start))
        position = match.end()
    return [*found, _Token("end", "", end)]


@dataclass(slots=True)
class _Reader:
    """Precedence as in Java: or, and, equality, order, sum, product, sign."""

    text: str
    tokens: list[_Token]
    index: int = 0
    depth: int = field(default=0)

    def whole(self) -> ast.Expression:
        expression = self._choice()
        if self._token.text == ";":
            self.index += 1
        if self._token.kind != "end":
            raise _Unreadable(f"unexpected '{self._token.text}'")
        return expression

    @property
    def _token(self) -> _Token:
        return self.tokens[self.index]

    def _accept(self, *symbols: str) -> str | None:
        if self._token.kind == "symbol" and self._token.text in symbols:
            self.index += 1
            return self.tokens[self.index - 1].text
        return None

    def _expect(self, symbol: str) -> None:
        if self._accept(symbol) is None:
            raise _Unreadable(f"'{symbol}' is missing before '{self._token.text or 'the end'}'")

    def _choice(self) -> ast.Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Unreadable("too many parentheses inside each other")
        condition = self._levels(0)
        if self._accept("?"):
            consequence = self._choice()
            self._expect(":")
            condition = ast.If(condition, consequence, self._choice(), position=condition.position)
        self.depth -= 1
        return condition

    def _levels(self, level: int) -> ast.Expression:
        if level == len(_LEVELS):
            return self._signed()
        left = self._levels(level + 1)
        while symbol := self._accept(*_LEVELS[level]):
            right = self._levels(level + 1)
            left = ast.Binary(_LEVELS[level][symbol], left, right, position=left.position)
        return left

    def _signed(self) -> ast.Expression:
        start = self._token.start
        if self._accept("!"):
            return ast.Call(ast.Name("not"), (self._signed(),), position=start)
        if self._accept("-"):
            return ast.Negative(self._signed(), position=start)
        if self._token.kind == "word" and self._token.text in ("not", "empty"):
            return self._word_operator()
        return self._path()

    def _word_operator(self) -> ast.Expression:
        word = self._token
        self.index += 1
        operand = self._signed()
        if word.text == "not":
            return ast.Call(ast.Name("not"), (operand,), position=word.start)
        empty = ast.StringLiteral("")
        return ast.In(operand, (ast.NullLiteral(), empty), position=word.start)

    def _path(self) -> ast.Expression:
        value = self._primary()
        while self._accept("."):
            if self._token.kind != "word":
                raise _Unreadable("a name is missing behind '.'")
            value = ast.Path(value, self._token.text, position=value.position)
            self.index += 1
        if self._token.text in ("(", "["):
            raise _Unreadable("a call or an index is more than a condition")
        return value

    def _primary(self) -> ast.Expression:
        token = self._token
        self.index += 1
        match token.kind:
            case "number":
                return ast.NumberLiteral(Decimal(token.text), position=token.start)
            case "string":
                return ast.StringLiteral(re.sub(r"\\(.)", r"\1", token.text[1:-1]), position=token.start)
            case "word":
                return _LITERALS.get(token.text) or ast.Name(token.text, position=token.start)
        if token.text == "(":
            inside = self._choice()
            self._expect(")")
            return inside
        if token.text == "=":
            raise _Unreadable("'=' assigns a value")
        raise _Unreadable(f"unexpected '{token.text}'" if token.text else "unexpected end")


_LEVELS: tuple[dict[str, str], ...] = (
    {"||": "or"},
    {"&&": "and"},
    {symbol: _COMPARISONS[symbol] for symbol in ("==", "===", "!=", "!==")},
    {symbol: _COMPARISONS[symbol] for symbol in ("<", "<=", ">", ">=")},
    {"+": "+", "-": "-"},
    {"*": "*", "/": "/"},
)
