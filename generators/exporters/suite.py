"""The suite as our own JSON document."""

import json

from generators.cases import TestSuite
from generators.exporters.registry import exporter
from generators.suite_json import to_json


@exporter("suite")
def suite(suite: TestSuite) -> bytes:
    """The document of `generators.suite_json`, indented, with a line break at the end."""
    return (json.dumps(to_json(suite), ensure_ascii=False, indent=1) + "\n").encode()
