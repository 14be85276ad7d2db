"""Vowpal Wabbit: online logistic regression over hashed n-grams of characters."""

import os
import random
import shutil
import tempfile
import time

from vowpalwabbit import Workspace

from contender import Peer

# What the format reads as its own: a space parts features, a colon gives them a value, and a
# bar begins a namespace.
ESCAPED = str.maketrans({" ": "▁", ":": "：", "|": "¦"})
# Repetitions whose time is measured; one more is subtracted with the time to load.
TIMED_COPIES = 10


class VowpalWabbit(Peer):
    """A character is a feature, and `--ngram` makes the longer ones."""

    SETTINGS = [
        {"ngram": 4, "passes": 2},
        {"ngram": 4, "passes": 6},
        {"ngram": 4, "passes": 12},
        {"ngram": 3, "passes": 6},
    ]

    def fit(self, rows):
        # The folder goes away with the peer, and the model in it.
        self.kept = tempfile.TemporaryDirectory()
        self.model, self.path = None, os.path.join(self.kept.name, "model")
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "rows")
            write(data, rows)
            learner = Workspace(arg_list=[
                *("--quiet", "--loss_function", "logistic", "--bit_precision", "22"),
                *("--ngram", f"t{self.setting['ngram']}", "--passes", f"{self.setting['passes']}"),
                *("--holdout_off", "--cache_file", data + ".cache", "--kill_cache"),
                *("--data", data, "--final_regressor", self.path),
            ])
            learner.finish()

    def scores(self, texts):
        if self.model is None:
            self.model = workspace(self.path)
        return [self.model.predict(example(text)) for text in texts]

    def save(self, path):
        shutil.copyfile(self.path, path)

    @classmethod
    def load(cls, path):
        peer = cls(None)
        peer.model, peer.path = workspace(path), path
        return peer

    def rate(self, texts):
        """Messages a CPU second through the library's own driver, which parses in a thread of
        its own: faster than a call from Python for each message."""
        with tempfile.TemporaryDirectory() as folder:
            def took(copies):
                data = os.path.join(folder, f"{copies}")
                with open(data, "w", encoding="utf-8") as out:
                    out.write("".join(example(text) + "\n" for text in texts) * copies)
                started = time.process_time()
                workspace(self.path, "--data", data).finish()
                return time.process_time() - started

            return TIMED_COPIES * len(texts) / (took(TIMED_COPIES + 1) - took(1))


def workspace(path, *more):
    return Workspace(arg_list=["--quiet", "--testonly", "--initial_regressor", path, *more])


def example(text):
    characters = " ".join("".join(text.lower().split("\n")).translate(ESCAPED))
    return f"|t {characters}"


def write(path, rows):
    # An online learner that reads source by source forgets the first.
    shuffled = random.Random(0).sample(rows, len(rows))
    with open(path, "w", encoding="utf-8") as out:
        for row in shuffled:
            out.write(f"{1 if row.is_unwanted else -1} {row.weight} {example(row.text)}\n")
