"""Text into expressions: `parse` for a whole expression, `parse_unary_tests` for a table cell.

FEEL names may hold blanks, operators and keywords ("values in a list", "Date-Time"). Words in a row
are always one name, because FEEL gives no other meaning to that; a name with an operator or a keyword
inside is recognised where it is handed in as known, or bound inside the expression itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache

from process_models.feel import ast
from process_models.feel.errors import FeelSyntaxError
from process_models.feel.lexer import unescaped
from process_models.feel.token_reader import TokenReader
from process_models.feel.type_parser import parse_type_expression

# Hostile text must not exhaust the interpreter's stack; nobody writes conditions this deep.
_DEEPEST = 60
_MOST_STEPS = 200

_COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])


def parse(text: str, names: Iterable[str] = ()) -> ast.Expression:
    """The expression that `text` is; `names` are known names with operators or keywords in them.

    Raises:
        FeelSyntaxError: with the position and what was expected there.
    """
    return _parse(text, frozenset(names))


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> ast.UnaryTests:
    """The tests of a decision table cell: `-`, `< 10, [20..30]`, `not("a", "b")`, `? > limit`.

    Raises:
        FeelSyntaxError: with the position and what was expected there.
    """
    return _parse_unary_tests(text, frozenset(names))


def parse_type(text: str, names: Iterable[str] = ()) -> ast.TypeExpression:
    """The type that `text` names, such as `list<number>`.

    Raises:
        FeelSyntaxError: with the position and what was expected there.
    """
    parser = Parser(text, names)
    found = parse_type_expression(parser)
    parser.expect_end()
    return found


# Conditions repeat on every run of a model; a parsed expression never changes.
@lru_cache(maxsize=8192)
def _parse(text: str, names: frozenset[str]) -> ast.Expression:
    parser = Parser(text, names)
    expression = parser.expression()
    parser.expect_end()
    parser.refuse_depth(expression)
    return expression


@lru_cache(maxsize=8192)
def _parse_unary_tests(text: str, names: frozenset[str]) -> ast.UnaryTests:
    parser = Parser(text, names)
    expression = parser.unary_tests()
    parser.expect_end()
    parser.refuse_depth(expression)
    return expression


class Parser(TokenReader):
    """Recursive descent over the tokens, one method per level of precedence, loosest first."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        super().__init__(text, names)
        self._members: list[str] = []

    def refuse_depth(self, expression: ast.Expression) -> None:
        """Refuse an expression of more steps inside each other than later recursions can take.

        Raises:
            FeelSyntaxError: it is too deep, as a sum of a thousand numbers is.
        """
        waiting: list[tuple[object, int]] = [(expression, 1)]
        while waiting:
            node, depth = waiting.pop()
            if isinstance(node, tuple):
                waiting.extend((part, depth) for part in node)
            elif isinstance(node, ast.Node):
                if depth > _MOST_STEPS:
                    expected = f"at most {_MOST_STEPS} steps inside each other; give parts of it names"
                    raise FeelSyntaxError("too deep", text=self.text, position=node.position, expected=expected)
                waiting.extend((getattr(node, name), depth + 1) for name in node.__dataclass_fields__)

    # --- expressions ------------------------------------------------------------------------

    def expression(self) -> ast.Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(f"at most {_DEEPEST} expressions inside each other")
        found = self._disjunction()
        self.depth -= 1
        return found

    def _disjunction(self) -> ast.Expression:
        left = self._conjunction()
        while operator := self.accept("or"):
            left = ast.Binary(operator.text, left, self._conjunction(), position=left.position)
        return left

    def _conjunction(self) -> ast.Expression:
        left = self._comparison()
        while operator := self.accept("and"):
            left = ast.Binary(operator.text, left, self._comparison(), position=left.position)
        return left

    def _comparison(self) -> ast.Expression:
        left = self.sum()
        while True:
            if operator := self.accept(*_COMPARISONS):
                left = ast.Binary(operator.text, left, self.sum(), position=left.position)
            elif self.accept("between"):
                low = self.sum()
                self.expect("and")
                left = ast.Between(left, low, self.sum(), position=left.position)
            elif self.accept("in"):
                left = ast.In(left, self._in_tests(), position=left.position)
            else:
                return left

    def _in_tests(self) -> tuple[ast.Expression, ...]:
        """One test, or several in parentheses; `(1..5)` is one interval, not several tests."""
        if self.at("("):
            whole = self.attempt(self.sum)
            if whole is not None:
                return (whole,)
            self.expect("(")
            tests = [self.test()]
            while self.accept(","):
                tests.append(self.test())
            self.expect(")")
            return tuple(tests)
        if self.at(*_COMPARISONS):
            return (self._unary_comparison(),)
        return (self.sum(),)

    def sum(self) -> ast.Expression:
        left = self._product()
        while operator := self.accept("+", "-"):
            left = ast.Binary(operator.text, left, self._product(), position=left.position)
        return left

    def _product(self) -> ast.Expression:
        left = self._power()
        while operator := self.accept("*", "/"):
            left = ast.Binary(operator.text, left, self._power(), position=left.position)
        return left

    def _power(self) -> ast.Expression:
        left = self._signed()
        while operator := self.accept("**"):
            left = ast.Binary(operator.text, left, self._signed(), position=left.position)
        return left

    def _signed(self) -> ast.Expression:
        signs = []
        while sign := self.accept("-"):
            signs.append(sign.start)
        value = self._instance_of()
        for start in reversed(signs):
            value = ast.Negative(value, position=start)
        return value

    def _instance_of(self) -> ast.Expression:
        value = self._postfix()
        while self.current.text == "instance" and self.peek().text == "of":
            self.index += 2
            value = ast.InstanceOf(value, parse_type_expression(self), position=value.position)
        return value

    def _postfix(self) -> ast.Expression:
        value = self._primary()
        while True:
            if self.accept("."):
                value = ast.Path(value, self._member(), position=value.position)
            elif self.at("["):
                condition = self.attempt(self._filter_condition)
                if condition is None:
                    return value
                value = ast.Filter(value, condition, position=value.position)
            elif self.at("("):
                value = self._call(value)
            else:
                return value

    def _member(self) -> str:
        with self.binding(self._members):
            return self._known_member()

    def _known_member(self) -> str:
        if self.current.kind == "keyword" and self.names.longest(self.stream, self.index) is None:
            return self.advance().text
        return self.name()

    def _filter_condition(self) -> ast.Expression:
        self.expect("[")
        condition = self.expression()
        self.expect("]")
        return condition

    def _primary(self) -> ast.Expression:
        token = self.current
        if self.names.longest(self.stream, self.index) is not None or token.kind == "name":
            return ast.Name(self.name(), position=token.start)
        if token.kind == "number":
            return ast.NumberLiteral(Decimal(self.advance().text), position=token.start)
        if token.kind == "string":
            return ast.StringLiteral(unescaped(self.advance().text), position=token.start)
        if token.kind == "at":
            self.advance()
            return ast.AtLiteral(unescaped(token.text[1:].lstrip()), position=token.start)
        reading = self._by_text().get(token.text)
        if reading is None or token.kind == "end":
            raise self.error("a value")
        return reading()

    def _by_text(self) -> dict[str, Callable[[], ast.Expression]]:
        return {
            "true": self._boolean,
            "false": self._boolean,
            "null": lambda: ast.NullLiteral(position=self.advance().start),
            "(": self._parenthesised,
            "[": self._list_or_interval,
            "]": self._open_interval,
            "{": self._context,
            "function": self._function,
            "if": self._if,
            "for": self._for,
            "some": self._quantified,
            "every": self._quantified,
        }

    def _boolean(self) -> ast.Expression:
        token = self.advance()
        return ast.BooleanLiteral(token.text == "true", position=token.start)

    # --- brackets ---------------------------------------------------------------------------

    def _parenthesised(self) -> ast.Expression:
        start = self.expect("(").start
        if self.at(*_COMPARISONS):
            inside: ast.Expression = self._unary_comparison()
        else:
            inside = self.expression()
            if self.accept(".."):
                return self._interval(inside, start, low_closed=False)
        self.expect(")")
        return inside

    def _list_or_interval(self) -> ast.Expression:
        start = self.expect("[").start
        if self.accept("]"):
            return ast.ListLiteral((), position=start)
        first = self._list_item()
        if self.accept(".."):
            return self._interval(first, start, low_closed=True)
        items = [first]
        while not self.accept("]"):
            self.next_of_list("]")
            items.append(self._list_item())
        return ast.ListLiteral(tuple(items), position=start)

    def _list_item(self) -> ast.Expression:
        return self._unary_comparison() if self.at(*_COMPARISONS) else self.expression()

    def _open_interval(self) -> ast.Expression:
        start = self.expect("]").start
        low = self.sum()
        self.expect("..")
        return self._interval(low, start, low_closed=False)

    def _interval(self, low: ast.Expression, start: int, *, low_closed: bool) -> ast.Expression:
        """The rest of an interval after its dots; `10[` at its end is no filter, as nothing closes it."""
        high = self.sum()
        end = self.expect("]", ")", "[")
        return ast.Interval(low, high, low_closed, end.text == "]", position=start)

    def _context(self) -> ast.Expression:
        start = self.expect("{").start
        entries: list[tuple[str, ast.Expression]] = []
        while not self.at("}"):
            if entries:
                self.next_of_list("}")
            key = self._key()
            # Behind a dot the keys of the contexts in the same text are known, whatever they hold.
            self._members.append(key)
            self.expect(":")
            with self.binding([name for name, _ in entries]):
                entries.append((key, self.expression()))
        self.expect("}")
        return ast.ContextLiteral(tuple(entries), position=start)

    def _key(self) -> str:
        if self.current.kind == "string":
            return unescaped(self.advance().text)
        return self.declared_name(":")

    def _call(self, function: ast.Expression) -> ast.Expression:
        self.expect("(")
        names: list[str] = []
        arguments: list[ast.Expression] = []
        while not self.at(")"):
            if arguments:
                self.next_of_list(")")
            if self._argument_is_named():
                names.append(self.declared_name(":"))
                self.expect(":")
            arguments.append(self._list_item())
        if names and len(names) != len(arguments):
            raise self.error("all arguments by name, or none")
        self.expect(")")
        return ast.Call(function, tuple(arguments), tuple(names), position=function.position)

    def _argument_is_named(self) -> bool:
        offset = 0
        while self.peek(offset).kind in ("name", "keyword"):
            offset += 1
        return offset > 0 and self.peek(offset).text == ":" and self.peek(offset).kind == "symbol"

    # --- words ------------------------------------------------------------------------------

    def _if(self) -> ast.Expression:
        start = self.expect("if").start
        condition = self.expression()
        self.expect("then")
        consequence = self.expression()
        self.expect("else")
        return ast.If(condition, consequence, self.expression(), position=start)

    def _for(self) -> ast.Expression:
        start = self.expect("for").start
        iterations, result = self._iterations("return", ["partial"])
        return ast.For(iterations, result, position=start)

    def _quantified(self) -> ast.Expression:
        quantifier = self.expect("some", "every")
        iterations, condition = self._iterations("satisfies", [])
        return ast.Quantified(quantifier.text, iterations, condition, position=quantifier.start)

    def _iterations(self, end: str, names: list[str]) -> tuple[tuple[ast.Iteration, ...], ast.Expression]:
        iterations: list[ast.Iteration] = []
        while not iterations or self.accept(","):
            with self.binding(names):
                start = self.current.start
                name = self.declared_name("in")
                self.expect("in")
                source = self.sum()
                last = self.sum() if self.accept("..") else None
            iterations.append(ast.Iteration(name, source, last, position=start))
            names = [*names, name]
        self.expect(end)
        with self.binding(names):
            return tuple(iterations), self.expression()

    def _function(self) -> ast.Expression:
        start = self.expect("function").start
        self.expect("(")
        parameters: list[ast.Parameter] = []
        while not self.at(")"):
            if parameters:
                self.next_of_list(")")
            position = self.current.start
            name = self.declared_name(",", ":", ")")
            kind = parse_type_expression(self) if self.accept(":") else None
            parameters.append(ast.Parameter(name, kind, position=position))
        self.expect(")")
        external = self.current.text == "external" and self.peek().text == "{"
        if external:
            self.advance()
        with self.binding([parameter.name for parameter in parameters]):
            body = self.expression()
        return ast.FunctionDefinition(tuple(parameters), body, external, position=start)

    # --- unary tests ------------------------------------------------------------------------

    def unary_tests(self) -> ast.UnaryTests:
        start = self.current.start
        if self.at("-") and self.peek().kind == "end":
            self.advance()
            return ast.UnaryTests((), False, position=start)
        if self.current.text == "not" and self.peek().text == "(":
            negated = self._negated_tests()
            if negated is not None:
                return ast.UnaryTests(negated, True, position=start)
        return ast.UnaryTests(self._tests(), False, position=start)

    def _negated_tests(self) -> tuple[ast.Expression, ...] | None:
        start = self.index
        self.index += 2
        tests = self._tests()
        if self.accept(")") and self.current.kind == "end":
            return tests
        self.index = start
        return None

    def _tests(self) -> tuple[ast.Expression, ...]:
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> ast.Expression:
        """One positive unary test."""
        return self._unary_comparison() if self.at(*_COMPARISONS) else self.expression()

    def _unary_comparison(self) -> ast.UnaryComparison:
        operator = self.expect(*_COMPARISONS)
        return ast.UnaryComparison(operator.text, self.sum(), position=operator.start)
