"""Make the search index of orders anew, or let it take in what changed."""


def arguments(parser) -> None:
    parser.add_argument("what", choices=["rebuild", "follow"])


def run(options) -> None:
    from zhixi.office import open_office

    open_office()
    from zhixi.hotline.orders import search

    if options.what == "rebuild":
        done = search.rebuild(lambda n: print(f"\r{n} orders", end="", flush=True))
        print(f"\r{done} orders are in the index")
        return
    left = search.follow()
    print("there is no index: run zhixi index rebuild" if left < 0 else f"{left} events are left")
