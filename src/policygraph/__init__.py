"""From the report of a policy discussion to a graph of claims that can be checked word by word.

The way of the data: document, text, record, graph, checked, release, store, SPARQL, page.
"""
