"""Let the office's clock look once: remind of limits that passed, end calls that went silent."""


def arguments(parser) -> None:
    pass


def run(options) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from zhixi.hotline.ticking import tick

    for name, found in tick(timezone.now()).items():
        print(f"{name}: {found}")
