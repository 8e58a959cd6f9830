"""One benchmark, one module: `measure()` yields a name, the milliseconds of each run, and figures of the result."""
