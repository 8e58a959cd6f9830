"""Renders pages: templates, the asker's language, numbers and dates as that language writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.errors import Refused
from api.security.identity import person_of
from api.security.person import GUEST, Person
from api.ui.wording import LANGUAGES, text
from process_models.finance import Money, minor_digits

LANGUAGE_COOKIE = "murmel_lang"
_UI = Path(__file__).parent
_LOCALES = {"de": "de_DE", "en": "en_GB"}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_UI / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def language_of(request: Request) -> str:
    """The language of a page: asked for, remembered, or what the browser prefers; English else."""
    for said in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if said in LANGUAGES:
            return said
    wanted = request.headers.get("accept-language", "")
    weighted = sorted((_weight(part) for part in wanted.split(",")), key=lambda pair: -pair[1])
    return next((language for language, weight in weighted if language in LANGUAGES and weight > 0), "en")


def _weight(part: str) -> tuple[str, float]:
    name, _, weight = part.strip().partition(";q=")
    try:
        return name.split("-")[0].lower(), float(weight or 1)
    except ValueError:
        return name, 0.0


def render(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page from a template."""
    language = language_of(request)
    locale = _LOCALES[language]
    settings = request.app.state.services.settings
    page = _environment().get_template(template)
    content = page.render(
        {
            "lang": language,
            "t": partial(_text, language),
            "request_path": request.url.path,
            "here": str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
            "with_language": lambda code: (
                str(request.url.include_query_params(lang=code).path)
                + f"?{request.url.include_query_params(lang=code).query}"
            ),
            "person": _shown_person(request),
            "users": list(settings.users.values()),
            "money": partial(show_money, locale=locale),
            "number": partial(format_decimal, locale=locale),
            "percent": lambda share: format_percent(share, locale=locale, format="#,##0.0 %"),
            "day": lambda moment: _day(moment, locale),
            "moment": lambda moment: _moment(moment, locale),
            **values,
        }
    )
    response = HTMLResponse(
        content, status_code=status, headers={"Content-Language": language, "Vary": "Accept-Language, Cookie"}
    )
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def _shown_person(request: Request) -> Person:
    try:
        return person_of(request)
    except Refused:
        # The page that says that nobody is known by that name is shown to a guest.
        return GUEST


def _text(language: str, key: object, **values: object) -> str:
    return text(str(key), language, **values)


def show_money(minor: int, currency: str, *, locale: str = "en_GB") -> str:
    """An amount of minor units; whole amounts without decimals, as price lists show them.

    >>> show_money(4537400, "EUR", locale="en_GB")
    '€45,374'
    """
    digits = minor_digits(currency)
    amount = Money(minor, currency).minor / 10**digits
    whole = minor % 10**digits == 0
    pattern = "#,##0\N{NO-BREAK SPACE}¤" if locale.startswith("de") else "¤#,##0"
    pattern = pattern if whole else pattern.replace("0", "0." + "0" * digits, 1) if digits else pattern
    return format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)


def _day(value: date | str, locale: str) -> str:
    return format_date(date.fromisoformat(str(value)[:10]), "medium", locale=locale)


def _moment(value: datetime | str, locale: str) -> str:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return format_datetime(moment, "short", locale=locale)


def go_to(path: str) -> Response:
    """Lead the browser to another page after a form."""
    return RedirectResponse(path, status_code=303)


def error_page(request: Request, status: int, title: str, detail: str) -> Response:
    """A page that says what was wrong and what to do."""
    return render(request, "error.html", {"status": status, "title": title, "detail": detail}, status=status)
