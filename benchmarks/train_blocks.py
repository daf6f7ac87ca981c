#!/usr/bin/env python3
"""Train the model that judges the blocks of a page, and say how good it is on sites that it has not seen.

    train_blocks.py [--gold DIR] [--region DIR] [--check] [--out MODEL.json]

It learns from pages with gold text: `--gold` (by default `../shared/gold` beside the checkout) and the
modelled pages of `python -m benchmarks.region build DIR`. With `--check` the gold pages are parted in five by
site, and each part is extracted with a model that was trained on the others; the predictions are scored as
`benchmarks/quality.py` does. Needs scikit-learn and lightgbm, which nothing else here needs:
`.venv/bin/pip install scikit-learn lightgbm`.

The model is the mean of a logistic regression and of boosted trees of one split each, so that each feature
adds its part by itself: a weight and steps.
"""

import argparse
import collections
import dataclasses
import datetime as dt
import gzip
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import lightgbm  # noqa: E402
import numpy as np  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from benchmarks.quality import ours, prediction, score  # noqa: E402
from pipelines.article import Page  # noqa: E402
from pipelines.dedupe.fingerprint import plain_words  # noqa: E402
from pipelines.extract.block_model import BlockModel, Term, from_json  # noqa: E402
from pipelines.extract.body import extract_body  # noqa: E402
from pipelines.extract.decode import decode  # noqa: E402
from pipelines.extract.features import FEATURES  # noqa: E402
from pipelines.extract.markup import parse  # noqa: E402
from pipelines.extract.metadata import read_metadata  # noqa: E402
from pipelines.extract.prune import drop  # noqa: E402

FOLDS = 5
GRAM = 4
"""Words of the runs by which blocks are compared with the gold text, as its scorer does."""
HEAVIEST = 60
"""Words from which a block weighs no more."""
REGION_WEIGHT = 0.3
"""Weight of a modelled page beside a real one: there are 280 of 14 sites, and 462 of 400."""
TREES = 600
BLANK = BlockModel(0.0, tuple(Term(0.0, (), (0.0,)) for _ in FEATURES))
"""Says nothing: where only the features are wanted."""


@dataclasses.dataclass(frozen=True)
class Example:
    """The blocks of one page."""

    row: dict[str, Any]
    body: bytes
    rows: np.ndarray
    is_text: np.ndarray
    weights: np.ndarray

    @property
    def site(self) -> str:
        """Its registered domain, nearly: the last two labels of its host."""
        return ".".join((urlsplit(self.row["url"]).hostname or "").split(".")[-2:])


def examples(folder: Path) -> Iterator[Example]:
    """The pages with gold text of a folder of the form of `../shared/gold`."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("text"):
            continue
        body = gzip.decompress((folder / row["page"]).read_bytes())
        page = Page(
            url=row["url"], site="gold", body=body, fetched_at=dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
        )
        root = parse(decode(body, None).text)
        if root is None:
            continue
        metadata = read_metadata(page, root)
        drop(metadata.furniture)
        judged = extract_body(root, title=metadata.title.text, url=row["url"], model=BLANK).judged
        if not judged:
            continue
        texts = [one.block.text for one in judged]
        # A line that only other pages of the site can tell is text as far as one page goes.
        learned = set(row.get("furniture_learned") or ())
        share = _shares(texts, row["text"])
        is_text = np.array(
            [text in learned or found >= 0.5 for text, found in zip(texts, share, strict=True)]
        )
        words = np.array([min(len(plain_words(text).split()), HEAVIEST) + 1.0 for text in texts])
        yield Example(row, body, np.array([one.row for one in judged]), is_text, words / words.sum())


def _shares(texts: Sequence[str], gold: str) -> list[float]:
    """How much of each text stands in the gold text."""
    words = plain_words(gold).split()
    grams = {tuple(words[at : at + GRAM]) for at in range(len(words))}
    whole = f" {' '.join(words)} "
    shares = []
    for text in texts:
        own = plain_words(text).split()
        if len(own) < GRAM:
            shares.append(float(bool(own) and f" {' '.join(own)} " in whole))
        else:
            parts = [tuple(own[at : at + GRAM]) for at in range(len(own) - GRAM + 1)]
            shares.append(sum(part in grams for part in parts) / len(parts))
    return shares


def train(pages: Sequence[Example]) -> dict[str, Any]:
    """A model of these pages, as `block_model.from_json` reads it."""
    rows = np.vstack([page.rows for page in pages])
    is_text = np.concatenate([page.is_text for page in pages])
    weights = np.concatenate(
        [page.weights * (REGION_WEIGHT if "furniture" in page.row else 1.0) for page in pages]
    )
    weights *= len(weights) / weights.sum()
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    linear = LogisticRegression(C=0.1, max_iter=500).fit(
        (rows - middle) / spread, is_text, sample_weight=weights
    )
    slopes = linear.coef_[0] / spread
    stumps = lightgbm.LGBMClassifier(
        n_estimators=TREES, learning_rate=0.05, num_leaves=2, min_child_samples=60, subsample=0.8,
        subsample_freq=1, colsample_bytree=0.5, reg_lambda=5, verbose=-1, n_jobs=1, random_state=1,
        deterministic=True, force_row_wise=True,
    ).fit(rows, is_text, sample_weight=weights)  # fmt: skip
    constant = float(linear.intercept_[0] - (slopes * middle).sum())
    jumps: dict[str, dict[float, float]] = {name: collections.defaultdict(float) for name in FEATURES}
    for tree in stumps.booster_.dump_model()["tree_info"]:
        split = tree["tree_structure"]
        if "leaf_value" in split:
            constant += split["leaf_value"]
            continue
        low, high = split["left_child"]["leaf_value"], split["right_child"]["leaf_value"]
        constant += low
        jumps[FEATURES[split["split_feature"]]][round(split["threshold"], 6)] += high - low
    terms = {}
    for name, slope in zip(FEATURES, slopes, strict=True):
        limits = sorted(jumps[name])
        steps = np.cumsum([0.0, *(jumps[name][limit] for limit in limits)]) / 2
        terms[name] = {
            "weight": round(float(slope) / 2, 6),
            "limits": limits,
            "steps": [round(float(step), 4) for step in steps],
        }
    return {"constant": round(constant / 2, 4), "pages": len(pages), "blocks": len(rows), "terms": terms}


def check(gold: Path, pages: Sequence[Example], others: Sequence[Example]) -> None:
    """Extract each gold page with a model that has not seen its site, and print the score."""
    sites = sorted({page.site for page in pages})
    order = np.random.RandomState(0).permutation(len(sites))
    fold = {sites[site]: place % FOLDS for place, site in enumerate(order)}
    predictions = []
    for number in range(FOLDS):
        seen = [page for page in pages if fold[page.site] != number]
        model: BlockModel = from_json(train([*seen, *others]))
        predictions += [
            prediction(page.row["id"], ours(page.row, page.body, model))
            for page in pages
            if fold[page.site] == number
        ]
    for name, figures in score(predictions, gold).items():
        cells = "  ".join(f"{key} {figures[key]:.4f}" for key in ("F1", "P", "R") if key in figures)
        print(f"{name:10} {cells}  bad {figures.get('bad')}")


def main() -> None:
    """Train, check, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--region", type=Path, help="modelled pages to learn from as well")
    parser.add_argument("--check", action="store_true", help="score on sites that were not learned from")
    parser.add_argument("--out", type=Path, help="where the model goes")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = list(examples(arguments.gold))
    others = list(examples(arguments.region)) if arguments.region else []
    if arguments.check:
        check(arguments.gold, pages, others)
    if arguments.out:
        text = json.dumps(train([*pages, *others]), indent=1)
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
