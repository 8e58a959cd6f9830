"""How a car gets from a plant to the customer: the network, the best route, and what another plant changes.

Knows parameters and money; knows no process. What follows for a process is named by attribute, so that a slice
of the process can take over from there.
"""
