#!/usr/bin/env bash
# Pin every package with its hashes, from pyproject.toml. Needs `uv` in the environment: pip install uv.
set -euo pipefail
cd "$(dirname "$0")/.."
pin() { .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"; }
pin pyproject.toml --extra production --group build --output-file requirements/run.txt
pin pyproject.toml --extra production --extra test --group build --constraint requirements/run.txt --output-file requirements/test.txt
