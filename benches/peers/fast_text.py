"""fastText, plain and quantized (.ftz)."""

import math
import os
import random
import tempfile

import fasttext

from contender import Peer

# The library warns of its own interface on every load.
fasttext.FastText.eprint = lambda *_, **__: None

DIMENSIONS = 16
# The n-grams that a quantized model keeps, as in the library's own example.
CUTOFF = 100_000


class FastText(Peer):
    """Characters where words are not parted, words elsewhere, and n-grams of both."""

    SETTINGS = [
        {"wordNgrams": 3, "minn": 0, "maxn": 0, "epoch": 5},
        {"wordNgrams": 3, "minn": 3, "maxn": 5, "epoch": 5},
        {"wordNgrams": 4, "minn": 3, "maxn": 5, "epoch": 5},
        {"wordNgrams": 4, "minn": 3, "maxn": 5, "epoch": 15},
    ]

    def fit(self, rows):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "rows")
            write(path, rows)
            self.model = fasttext.train_supervised(
                path, **self.setting, lr=0.5, dim=DIMENSIONS, bucket=1_000_000,
                # More threads write over each other's sums, and no run gives the same again.
                thread=1, verbose=0,
            )
            self.finish(path)

    def finish(self, path):
        """What is done to the model while its rows are still there."""

    def scores(self, texts):
        return [self.score(prepared(text)) for text in texts]

    def score(self, line):
        # The wrapper's `predict` fails with numpy 2; what it wraps does not.
        found = {label: chance for chance, label in self.model.f.predict(line, 2, 0.0, "strict")}
        # The library adds 1e-5 to every probability, so neither is 0.
        return math.log(found["__label__1"]) - math.log(found["__label__0"])

    def save(self, path):
        self.model.save_model(path)

    @classmethod
    def load(cls, path):
        peer = cls(None)
        peer.model = fasttext.load_model(path)
        return peer


class QuantizedFastText(FastText):
    """The same, its vectors quantized and its rarer n-grams dropped."""

    @classmethod
    def choose(cls, rows):
        """As the plain one chooses: what is best before is best after."""
        return FastText.choose(rows)

    def finish(self, path):
        self.model.quantize(path, cutoff=CUTOFF, retrain=True, qnorm=True, thread=1, verbose=0)


def prepared(text):
    """A text as fastText wants it: lower case, one line, a space around every character of a
    script that has none between words."""
    spaced = "".join(f" {c} " if is_unspaced(c) else c for c in text.lower())
    return " ".join(spaced.split()) + "\n"


def is_unspaced(c):
    return "\u2e80" <= c <= "\u9fff" or "\uf900" <= c <= "\uffef" or c > "\uffff" or not (
        c.isalnum() or c.isspace()
    )


def write(path, rows):
    # There are no weights, so a row that counts n-fold stands there n times.
    repeated = [row for row in rows for _ in range(max(1, round(row.weight)))]
    random.Random(0).shuffle(repeated)
    with open(path, "w", encoding="utf-8") as out:
        for row in repeated:
            out.write(f"__label__{int(row.is_unwanted)} {prepared(row.text)}")
