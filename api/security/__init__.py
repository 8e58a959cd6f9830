"""Who somebody is, and what every answer carries to keep the browser safe."""
