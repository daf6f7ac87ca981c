"""Near-duplicates: how well they are told, and how fast, on a made corpus with known truth.

    python -m benchmarks.dedupe choose             what other parameters would give, on seeds 1 and 2
    python -m benchmarks.dedupe quality            recall and precision by kind, on seeds 7, 8 and 9
    python -m benchmarks.dedupe speed              signatures and comparisons, beside rensa and datasketch
    python -m benchmarks.dedupe bad                50,000 texts that are equal, or one template's
    python -m benchmarks.dedupe scale 10000 100000 1000000 [--peer 10000]

`scale` with a million articles needs 6 GB of disk, and most of its time for making the corpus.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.dedupe.corpus import Text, families
from benchmarks.dedupe.scores import score, table
from pipelines.dedupe.cluster import cluster
from pipelines.dedupe.near import near, signature


def corpus(texts: int, seed: int) -> list[Text]:
    """So many texts or a few more, in the order in which they were published."""
    return sorted(families(0, texts, seed), key=lambda text: text.at)


def choose(options: argparse.Namespace) -> None:
    """Print what other parameters would give."""
    from benchmarks.dedupe.choose import compare

    for line in compare([corpus(options.texts, seed) for seed in options.seeds or (1, 2)]):
        print(line, flush=True)


def quality(options: argparse.Namespace) -> None:
    """Print recall and precision by kind and language."""
    texts = []
    first: list[int] = []
    for seed in options.seeds or (7, 8, 9):
        part = corpus(options.texts, seed)
        words = [text.words for text in part]
        found = cluster([signature(one) for one in words], words).tolist()
        first += [len(texts) + head for head in found]
        texts += [(text.truth + (seed << 40), text.kind, text.language) for text in part]
    truths, kinds, languages = zip(*texts, strict=True)
    by_kind = score(truths, kinds, first)
    print(table(by_kind))
    by_language = score(truths, languages, first)
    for language in sorted(set(languages)):
        one = by_language[language]
        print(f"{language}: recall {one.recall:.3f}, precision {one.precision:.3f} of {one.texts} texts")


def speed(options: argparse.Namespace) -> None:
    """Print texts a second of signatures by us and by others, and of comparisons."""
    from benchmarks.dedupe import peers

    words = [text.words for text in corpus(options.texts, 7)]
    mean = sum(map(len, words)) / len(words)
    print(f"{len(words)} texts of {mean:.0f} characters in the mean, one process")

    def rate(name: str, call: Callable[[str], object], most: int) -> None:
        part = words[:most]
        call(part[0])
        wall, began = time.perf_counter(), time.process_time()
        for one in part:
            call(one)
        spent = time.process_time() - began
        wall = time.perf_counter() - wall
        print(f"| {name} | {len(part) / spent:,.0f} | {1e6 * spent / len(part):,.0f} | {wall / spent:.2f} |")

    print("| | texts/s of CPU | µs of CPU each | wall / CPU |\n|---|---|---|---|")
    rate("signature", signature, len(words))
    rate("rensa, shingles made by Python", peers.rensa_signature, len(words))
    rate("the shingles alone, made by Python", peers.shingles, len(words))
    rate("datasketch, shingles made by Python", peers.datasketch_signature, len(words) // 4)
    rate("near, with another text", lambda one: near(one, words[0]), len(words))
    rate("near, with a copy", lambda one: near(one, one[len(one) // 4 :]), len(words))


def bad(options: argparse.Namespace) -> None:
    """Print what texts take that all share a bucket."""
    reports = [text.words for text in families(0, options.texts, 7) if text.kind == "weather"]
    english = [words for words in reports if "forecasters say that on" in words]
    count = options.count
    one = reports[0].split(" ")
    cases = {
        "equal": [reports[0]] * count,
        "one word added": [f"{reports[0]} word{number}" for number in range(count)],
        "a template, all words but five": [
            " ".join([*one, *(f"{place}x{number}" for place in range(5))]) for number in range(count)
        ],
        "a template, a figure in ten words": [
            " ".join(f"{number * 7 + at}" if at % 10 == 9 else word for at, word in enumerate(one))
            for number in range(count)
        ],
        "English weather reports": (english * (count // len(english) + 1))[:count],
    }
    print("| texts | signatures, CPU s | clusters, CPU s | clusters |\n|---|---|---|---|")
    for name, words in cases.items():
        began = time.process_time()
        signatures = [signature(text) for text in words]
        signed = time.process_time()
        found = cluster(signatures, words).tolist()
        done = time.process_time()
        print(f"| {count:,} {name} | {signed - began:.1f} | {done - signed:.1f} | {len(set(found)):,} |")


def scale(options: argparse.Namespace) -> None:
    """Print what clustering takes at several sizes, each in a process of its own."""
    from benchmarks.dedupe import scale as measured

    sizes = sorted(options.sizes)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        began = time.perf_counter()
        measured.make(Path(folder), sizes[-1], 7)
        made = time.perf_counter() - began
        signing = measured.sign(Path(folder))
        print(f"corpus made in {made:.0f} s, signed in {signing:.0f} s by {measured.PROCESSES} processes")
        print(measured.HEAD, flush=True)
        run = [sys.executable, "-m", "benchmarks.dedupe.scale", folder]
        for size in sizes:
            subprocess.run([*run, str(size), str(signing)], check=True)
            if size <= options.peer:
                for least in ("0.5", "0.7"):
                    subprocess.run([*run, str(size), "datasketch", least], check=True)
        print((Path(folder) / measured.KINDS).read_text(encoding="utf-8"))


def main() -> None:
    """Do one of these."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    for call in (choose, quality, speed, bad, scale):
        command = commands.add_parser(call.__name__, description=call.__doc__)
        command.set_defaults(call=call)
        command.add_argument("--texts", type=int, default=20_000, help="of a seed")
        command.add_argument("--seeds", type=int, nargs="+")
        if call is bad:
            command.add_argument("--count", type=int, default=50_000)
        if call is scale:
            command.add_argument("sizes", type=int, nargs="+")
            command.add_argument("--peer", type=int, default=0, help="largest size that datasketch does too")
            command.add_argument("--folder", help="where the corpus is written")
    options = parser.parse_args()
    options.call(options)


if __name__ == "__main__":
    main()
