"""The catalogue: a library of models, decisions and data, read once and checked, and its variants.

A *library* is a directory; a *variant* is what a brand in a market runs, composed of the base
models and their templates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from process_models.addresses import ProcessId
from process_models.bpmn.reader import Reading, read
from process_models.chain import close_chain
from process_models.collaboration import Collaboration
from process_models.decisions import Decisions, read_decisions
from process_models.dictionary import DataDictionary, read_dictionary
from process_models.errors import ProcessModelError
from process_models.landscape import Landscape
from process_models.logistics.routing import Logistics
from process_models.markets.reader import load_templates
from process_models.markets.template import Template
from process_models.markets.variant import apply
from process_models.parameters import Parameters
from process_models.records import as_record, nearest, read_yaml
from process_models.variants import Variant

LIBRARY = Path(__file__).parent / "library"
"""The reference library that comes with the product."""


class UnknownMarket(ProcessModelError, ValueError):
    """A market the library has no template for."""


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything a library directory says. `readings` keep the files for export and findings."""

    id: str
    version: str
    released: date
    root: ProcessId
    directory: Path
    readings: Mapping[ProcessId, Reading]
    areas: Mapping[ProcessId, str]
    dictionary: DataDictionary
    landscape: Landscape
    logistics: Logistics
    parameters: Parameters
    decisions: Decisions
    templates: Mapping[str, Template]
    brands: Mapping[str, Template] = field(default_factory=dict)
    _variants: dict[tuple[str | None, str | None], Variant] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def models(self) -> Mapping[ProcessId, Collaboration]:
        """The base models by process id, in the order of their files."""
        return {process: reading.collaboration for process, reading in self.readings.items()}

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets there is a template for, in alphabetical order."""
        return tuple(sorted(self.templates))

    def variant(self, market: str | None = None, brand: str | None = None) -> Variant:
        """What a brand in a market runs; without market the base. Made on first use and kept.

        Raises:
            UnknownMarket: there is no template for the market; the message lists those there are.
            TemplateConflict: two entries contradict each other.
        """
        if market is not None and market not in self.templates:
            raise UnknownMarket(
                f"no market '{market}'; there are: {', '.join(self.markets)}.{nearest(market, self.markets)}"
            )
        key = (market, brand)
        if key not in self._variants:
            layers = [self.brands[brand]] if brand is not None and brand in self.brands else []
            layers += [self.templates[market]] if market is not None else []
            composition = apply(self.models, layers)
            self._variants[key] = Variant(
                library=self,
                market=market,
                brand=brand,
                composition=composition,
                chain=close_chain(self.root, composition.models),
                dictionary=self.dictionary,
                decisions=self.decisions,
            )
        return self._variants[key]


@lru_cache(maxsize=4)
def load(directory: Path = LIBRARY) -> Library:
    """Read a library directory. Reading again gives the same library.

    Raises:
        InvalidContent: a file is missing or says what does not fit; the message names it.
        UnreadableModel: a BPMN or DMN file cannot be read.
    """
    about = as_record(read_yaml(directory / "library.yaml"), "library.yaml")
    readings = {}
    areas = {}
    for path in sorted(directory.glob("*/*.bpmn")):
        reading = read(path)
        for process in reading.collaboration.processes:
            readings[process.id] = reading
            areas[process.id] = path.parent.name
    parameters = Parameters.load(directory / "parameters")
    return Library(
        id=about.text("id"),
        version=about.text("version"),
        released=about.day("released"),
        root=ProcessId(about.text("root")),
        directory=directory,
        readings=readings,
        areas=areas,
        dictionary=read_dictionary(directory / "dictionary.yaml"),
        landscape=Landscape.load(directory / "landscape.yaml"),
        logistics=Logistics.load(directory / "logistics.yaml", parameters),
        parameters=parameters,
        decisions=read_decisions(directory / "decisions"),
        templates={template.id: template for template in load_templates(directory / "markets")},
        brands={template.id: template for template in load_templates(directory / "brands")},
    )
