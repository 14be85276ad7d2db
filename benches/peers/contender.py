"""What every peer can do: learn rows, save itself, come back, and score messages."""

import hashlib
import importlib
import unicodedata
from abc import ABC, abstractmethod

# One row in so many is held out where a peer chooses between settings.
HELD_OUT_ONE_IN = 10

# Where each peer lives. Imported when asked for, so that the cold start of one does not pay
# for the libraries of another.
PEERS = {
    "fasttext": ("fast_text", "FastText"),
    "fasttext_ftz": ("fast_text", "QuantizedFastText"),
    "vowpal_wabbit": ("vowpal", "VowpalWabbit"),
    "linear_svc": ("linear", "CharacterSvc"),
    "hashed_logistic": ("linear", "HashedLogistic"),
    "jieba_svc": ("linear", "JiebaSvc"),
    "naive_bayes": ("linear", "NaiveBayes"),
}


def peer_class(name):
    """The class of the peer of that name."""
    if name not in PEERS:
        raise SystemExit(f"{name}: expected one of {', '.join(PEERS)}")
    module, name = PEERS[name]
    return getattr(importlib.import_module(module), name)


class Peer(ABC):
    """A peer under one of its settings. A score above 0 means unwanted."""

    # Settings to choose between, each a dictionary; the first where nothing is chosen.
    SETTINGS = [{}]

    def __init__(self, setting):
        self.setting = setting

    @abstractmethod
    def fit(self, rows):
        """Learns."""

    @abstractmethod
    def scores(self, texts):
        """One float a text."""

    @abstractmethod
    def save(self, path):
        """Writes what scoring needs to one file."""

    @classmethod
    @abstractmethod
    def load(cls, path):
        """Reads what `save` wrote."""

    @classmethod
    def choose(cls, rows):
        """The setting with the largest area under the ROC curve on held-out rows."""
        if len(cls.SETTINGS) == 1:
            return cls.SETTINGS[0]
        learnt, held = split(rows)

        def area(setting):
            peer = cls(setting)
            peer.fit(learnt)
            return held_out_area(held, peer.scores([row.text for row in held]))

        return max(cls.SETTINGS, key=area)


def split(rows):
    """The rows to learn and to choose on. Equal texts, digits aside, stay on one side."""
    held = [row for row in rows if is_held_out(row.text)]
    return [row for row in rows if not is_held_out(row.text)], held


def is_held_out(text):
    folded = unicodedata.normalize("NFKC", text).lower()
    key = "".join("0" if c.isdigit() else c for c in folded if not c.isspace())
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:4], "big") % HELD_OUT_ONE_IN == 0


def held_out_area(held, scores):
    """The area under the ROC curve, rows counting as much as in training."""
    from sklearn.metrics import roc_auc_score

    truth = [row.is_unwanted for row in held]
    return roc_auc_score(truth, scores, sample_weight=[row.weight for row in held])
