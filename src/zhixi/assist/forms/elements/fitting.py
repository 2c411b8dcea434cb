"""Labelled addresses → a tagger, with what it reaches on addresses that it had not seen."""

import datetime as dt
from collections.abc import Callable, Sequence

from zhixi.assist.forms.elements import learning
from zhixi.assist.forms.elements.labelled import Labelled, entity_figures, spans
from zhixi.assist.forms.elements.signs import TABLES, Signs
from zhixi.assist.forms.elements.tagger import HEAD, Tagger
from zhixi.errors import BadInput

FEWEST = 50
LEAST = {"character": 2, "pair": 3, "word": 3, "hint": 3}  # times a sign must be seen to get a number
HELD_OUT = 10  # without addresses to check on, every tenth is one


def fit(
    own: Sequence[Labelled],
    *,
    check: Sequence[Labelled] = (),
    others: Sequence[Sequence[Labelled]] = (),
    rounds: int = 10,
    first: int = 2,
    networks: int = 1,
    made_on: dt.date,
    on_progress: Callable[[str], None] = lambda step: None,
) -> Tagger:
    """Learn the labels of `own`; `others`, labelled by other hands and in other words, are learnt before.

    check: addresses that are only measured on, never learnt; empty takes every tenth of `own`.
    Raises BadInput with fewer than 50 addresses or fewer than two kinds of element.
    """
    if not check:
        check, own = own[::HELD_OUT], [a for n, a in enumerate(own) if n % HELD_OUT]
    _worth(own)
    signs = Signs.learn([a.text for part in (own, *others) for a in part], least=LEAST)
    main = learning.Task.of(HEAD, own, signs)
    tasks = [learning.Task.of(f"other {n}", part, signs) for n, part in enumerate(others)]
    sizes = {name: len(signs.tables[name]) for name in TABLES}
    members = []
    for seed in range(networks):
        on_progress(f"network {seed + 1} of {networks}")
        arrays = learning.learn(
            main, tasks, sizes, rounds=rounds, first=first, seed=seed, on_progress=on_progress
        )
        members.append({name: array for name, array in arrays.items() if " other" not in name})
    tagger = Tagger(main.labels, signs, tuple(members), {})
    return Tagger(main.labels, signs, tuple(members), _card(tagger, own, check, others, made_on))


def _worth(own: Sequence[Labelled]) -> None:
    if len(own) < FEWEST:
        raise BadInput(
            f"only {len(own)} addresses to learn from", cure=f"give at least {FEWEST}, better 5,000"
        )
    kinds = {kind for a in own for kind, _, _ in spans(a.labels)}
    if len(kinds) < 2:
        told = f"the one kind {next(iter(kinds))!r}" if kinds else "no element"
        raise BadInput(f"all addresses have {told}", cure="label at least two kinds, such as road and poi")


def _card(tagger: Tagger, own, check, others, made_on: dt.date) -> dict:
    found = tagger.tagged([a.text for a in check])
    kinds: dict[str, list] = {}
    for name, labels in (("real", [a.labels for a in check]), ("found", found)):
        for row, one in enumerate(labels):
            for kind, start, end in spans(one):
                kinds.setdefault(kind, [set(), set()])[name == "found"].add((row, start, end))
    return {
        "made_on": made_on.isoformat(),
        "addresses": len(own),
        "addresses_of_others": [len(part) for part in others],
        "held_out": {"addresses": len(check), **entity_figures([a.labels for a in check], found)},
        "f1_a_kind": {
            kind: round(2 * len(real & told) / max(len(real) + len(told), 1), 3)
            for kind, (real, told) in sorted(kinds.items())
        },
    }
