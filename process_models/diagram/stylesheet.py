"""The one style block of a drawing: dark palette, keyboard focus. Without it the light picture stands."""

from process_models.diagram.paint import STYLES

FONTS = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def _dark_styles() -> str:
    rules = []
    for name, style in STYLES.items():
        rules.append(f".murmel-diagram .md-{name}{{color:{style.dark_colour}}}")
        rules.append(f".murmel-diagram .md-{name} .md-ground{{fill:{style.dark_tint}}}")
    return "".join(rules)


STYLE_BLOCK = (
    "<style>"
    ".murmel-diagram a{text-decoration:none}"
    ".murmel-diagram a:hover .md-ground,.murmel-diagram a:focus-visible .md-ground{stroke-width:3}"
    ".murmel-diagram a:focus-visible{outline:2px solid #1d5fb8;outline-offset:4px}"
    "@media (prefers-color-scheme:dark){"
    ".murmel-diagram .md-page{fill:#12161b}"
    ".murmel-diagram .md-pool{fill:#171c22;stroke:#4a5662}"
    ".murmel-diagram .md-header{fill:#212932;stroke:#4a5662}"
    ".murmel-diagram .md-lane{stroke:#36414c}"
    ".murmel-diagram .md-name{fill:#d5dce4}"
    ".murmel-diagram .md-node{color:#dfe5ec}"
    ".murmel-diagram .md-ground{fill:#1d242c}"
    ".murmel-diagram .md-hole{stroke:#1d242c}"
    ".murmel-diagram .md-scope{fill:#171d24}"
    ".murmel-diagram .md-label{fill:#d5dce4;stroke:#12161b}"
    ".murmel-diagram .md-flow{color:#a3afbc}"
    ".murmel-diagram .md-hollow{fill:#12161b}"
    ".murmel-diagram .md-number{fill:#12161b;stroke:#5cc8d8}"
    ".murmel-diagram .md-number-text{fill:#5cc8d8}"
    ".murmel-diagram .md-badge{stroke:#12161b}"
    f"{_dark_styles()}"
    "}</style>"
)
