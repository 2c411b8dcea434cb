"""A random walk of every verb by people of every role, held against a rulebook of its own (随机走查).

`book` says what should happen, in its own words: it knows nothing of `rules`, `guards` or the actions, so that a
mistake there is not repeated here. `walker` tries, and compares every outcome and every touched order.
"""
