"""Which documents are to be done, and doing them: what a part already holds is taken from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from dj_analysis.cluster.parts import Card, read_cards
from dj_analysis.cluster.places import RawObject, list_files
from dj_analysis.cluster.processing import Settings, Task, make_key, process_batch, set_aside
from dj_analysis.cluster.scheduler import run_tasks

if TYPE_CHECKING:
    from distributed import Client

Given = Mapping[str, Mapping[str, str]]
Progress = Callable[[int, int, str], None]
Index = dict[tuple[str, str, str], Card]

BATCH = 64
"""Documents of a task and of a part: two seconds of work, against some milliseconds to hand it over."""
PARTS_AT_ONCE = 32
"""Parts whose cards one task reads."""


class Documents(NamedTuple):
    """Documents by sha256, the names of each, those that could not be done, and how many were done this time.

    ``parts`` are those that hold anything of what lies in the raw folder.
    """

    cards: dict[str, Card]
    names: dict[str, tuple[str, ...]]
    failed: list[Card]
    n_done: int
    parts: frozenset[str]


def load_index(client: Client, parts: str) -> Index:
    """The cards of all parts that earlier builds left, by name, version and key."""
    names = list_files(parts, ".parquet")
    groups = [names[at : at + PARTS_AT_ONCE] for at in range(0, len(names), PARTS_AT_ONCE)]
    found: list[Card] = []
    for cards in run_tasks(client, partial(_read_group, parts), groups):
        found += cards
    return {(card.name, card.version, card.key): card for card in sorted(found, key=lambda c: c.part)}


def _read_group(parts: str, names: Sequence[str]) -> list[Card]:
    return [card for name in names for card in read_cards(parts, name)]


def do_documents(
    client: Client,
    settings: Settings,
    objects: Sequence[RawObject],
    given: Given,
    index: Index,
    progress: Progress | None,
) -> Documents:
    """Do what no part holds; files with the same bytes become one document with all their names."""
    by_name = {item.name: item for item in objects}
    tasks = [Task(item, (item.name,), given.get(item.name, {})) for item in objects]
    cards, n_done = _do(client, settings, tasks, index, progress)
    by_sha: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.reason is None:
            by_sha[card.sha256].append(card)
    names = {sha: tuple(sorted((c.name for c in own), key=_split)) for sha, own in by_sha.items()}
    chosen = {sha: own[0] for sha, own in by_sha.items()}
    copies = [
        Task(by_name[own[0]], own, next((given[n] for n in own if n in given), {}))
        for own in names.values()
        if len(own) > 1
    ]
    joined, n_joined = _do(client, settings, copies, index, None)
    chosen |= {card.sha256: card for card in joined if card.reason is None}
    failed = [card for card in cards if card.reason is not None]
    return Documents(chosen, names, failed, n_done + n_joined, frozenset(card.part for card in (*cards, *joined)))


def _split(name: str) -> list[str]:
    return name.split("/")


def _do(
    client: Client, settings: Settings, tasks: Sequence[Task], index: Index, progress: Progress | None
) -> tuple[list[Card], int]:
    """The cards of documents, from the index as far as it has them, and how many were done."""
    cards: list[Card] = []
    wanted: list[Task] = []
    for task in tasks:
        card = index.get((task.item.name, task.item.version, make_key(settings.prints, task.names, task.given)))
        if card is None or card.retry:
            wanted.append(task)
        else:
            cards.append(card)
    batches = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
    done = 0
    for made in _run(client, settings, batches):
        cards += made
        done += len(made)
        if progress:
            progress(done, len(wanted), made[-1].name)
    return cards, len(wanted)


def _run(client: Client, settings: Settings, batches: Sequence[Sequence[Task]]) -> Iterator[list[Card]]:
    def give_up(batch: Sequence[Task]) -> list[Card]:
        return [set_aside(settings, task) for task in batch]

    def split(batch: Sequence[Task]) -> list[Sequence[Task]]:
        return [[task] for task in batch]

    yield from run_tasks(client, partial(process_batch, settings), batches, split=split, give_up=give_up)
