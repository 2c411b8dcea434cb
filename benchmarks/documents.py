"""How long a document of many pages takes to read, to plan and to bring in, and to bring in again with changes.

    python benchmarks/documents.py [--clauses 2400]

A regulation of invented clauses, set as a PDF of about 300 pages; the office is a SQLite file in a folder of its own.
"""

import argparse
import contextlib
import os
import pathlib
import random
import resource
import tempfile
import time

WORDS = "为规范居住证管理保障流动人口合法权益制定本办公安机关负责发放和签注收费标准由价格主管部门核定"


def text(clauses: int, changed: int = 0) -> str:
    """changed: every so many a clause says something else."""
    rng = random.Random(1)
    lines = ["云汐市流动人口服务管理办法", "（2026年2月10日云汐市人民政府令第18号公布）"]
    for n in range(1, clauses + 1):
        words = "".join(rng.choice(WORDS) for _ in range(150))
        lines.append(f"第{n}条　{'本条已修改，' if changed and n % changed == 0 else ''}{words}。")
    return "\n".join(lines)


@contextlib.contextmanager
def timed(what: str):
    start, cpu = time.perf_counter(), _cpu()
    yield
    print(f"{what}: {time.perf_counter() - start:.1f} s, {_cpu() - cpu:.1f} s of the processor")


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def measure(clauses: int, folder: pathlib.Path) -> None:
    from django.utils import timezone

    from zhixi.assist.documents.tests.making import kept, typeset
    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.documents.actions import bring_in
    from zhixi.hotline.documents.opening import opened
    from zhixi.hotline.documents.planning import plan
    from zhixi.hotline.documents.wishes import Wishes

    editor = User.objects.create(username="editor", name="采编", role="knowledge_editor")
    for name, changed in (("first.pdf", 0), ("second.pdf", 20)):
        path = kept(folder, name, typeset(text(clauses, changed)))
        with timed(f"{name}: read"):
            document, digest = opened(path)
        print(f"  {document.pages} pages, {path.stat().st_size / 1e6:.1f} MB")
        with timed(f"{name}: planned"):
            planned = plan(document, Wishes(), name=name, digest=digest)
        print(f"  {len(planned.pieces)} pieces")
        with timed(f"{name}: brought in"):
            print(
                " ",
                bring_in(
                    actor=editor,
                    document=document,
                    name=name,
                    digest=digest,
                    wishes=Wishes(),
                    now=timezone.now(),
                ),
            )
    print(f"largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clauses", type=int, default=2400)
    clauses = parser.parse_args().clauses
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHIXI_HOME"], os.environ["ZHIXI_DATABASE"] = folder, ""
        from zhixi.office import open_office

        open_office()
        measure(clauses, pathlib.Path(folder))


if __name__ == "__main__":
    main()
