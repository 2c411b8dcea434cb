"""Import documents (docx, pdf, html, xlsx, csv, md) as drafts of articles: one a clause, a heading or a row."""

import pathlib


def arguments(parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--cut", choices=("clause", "heading", "whole"), help="default: as the document suggests"
    )
    parser.add_argument(
        "--depth", type=int, choices=(1, 2, 3, 4), help="ranks of headings that cut (default 1)"
    )
    parser.add_argument(
        "--map", nargs="+", default=[], metavar="字段=列", help="of a table: our field = its column"
    )
    parser.add_argument("--title", help="the document's title, where it is not recognised")
    parser.add_argument("--number", help="its 文号")
    parser.add_argument("--category", default="", help="code of a category for all its articles")
    parser.add_argument("--unit", default="", help="code of a unit for all its articles")
    parser.add_argument(
        "--as-new", action="store_true", help="another document, though its number or title is known"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="also change articles that were edited by hand since"
    )
    parser.add_argument(
        "--by", default="", metavar="USERNAME", help="a knowledge editor (default: the first)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would become of it, write nothing")


def run(options) -> int:
    from zhixi.office import open_office

    open_office()
    from django.db import transaction
    from django.utils import timezone

    from zhixi.hotline.articles.rules import WRITERS
    from zhixi.hotline.documents.actions import bring_in
    from zhixi.hotline.documents.opening import opened
    from zhixi.hotline.documents.planning import plan
    from zhixi.hotline.imports.people import importer

    actor = importer(options.by, WRITERS, called="knowledge editor")
    files = [pathlib.Path(file) for file in options.files]
    read = [(path, *opened(path)) for path in files]  # all of them are read before anything is written
    with transaction.atomic():
        for path, document, digest in read:
            wishes = _wishes(options)
            planned = plan(document, wishes, name=path.name, digest=digest)
            for note in document.notes:
                print(f"{path.name}: {note}")
            if options.dry_run:
                _tell(path, planned)
                continue
            if options.overwrite:
                wishes = _wishes(options, overwrite=frozenset(one.piece.place for one in planned.pieces))
            now = timezone.now()
            print(
                bring_in(
                    actor=actor, document=document, name=path.name, digest=digest, wishes=wishes, now=now
                )
            )
    return 0


def _tell(path: pathlib.Path, planned) -> None:
    print(
        f"{path.name}: {planned.facts.source or '（没有认出标题）'} {planned.facts.office} {planned.facts.dated or ''}"
    )
    for one in planned.pieces:
        print(f"  {one.fate.label}\t{one.key}\t{one.piece.place}\t{one.piece.title}\t{one.wrong}")
    for part in planned.gone:
        print(f"  文件中已没有\t{part.article.key}\t{part.place}\t{part.title}")


def _wishes(options, overwrite: frozenset[str] = frozenset()):
    from zhixi.hotline.documents.wishes import Wishes
    from zhixi.hotline.imports.articles import article_columns
    from zhixi.hotline.imports.columns import mapping

    given = {"title": options.title, "number": options.number}
    return Wishes(
        cut=options.cut,
        depth=options.depth,
        facts={name: value for name, value in given.items() if value is not None},
        columns=mapping(options.map, article_columns()) if options.map else {},
        category=options.category,
        unit=options.unit,
        overwrite=overwrite,
        as_new=options.as_new,
    )
