"""The peers of scikit-learn: TF-IDF or counts of n-grams, and a linear model."""

import logging
import pickle

from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.svm import LinearSVC

from contender import Peer, held_out_area, split

CHARACTERS = {"analyzer": "char", "ngram_range": (1, 4), "lowercase": True}


class Linear(Peer):
    """A vectorizer and an estimator; the estimator alone has settings."""

    def __init__(self, setting):
        super().__init__(setting)
        self.vectorizer = self.make_vectorizer()
        self.estimator = self.make_estimator(**setting)

    def fit(self, rows):
        self.fit_features(self.vectorizer.fit_transform([row.text for row in rows]), rows)

    def fit_features(self, features, rows):
        truth, weights = [row.is_unwanted for row in rows], [row.weight for row in rows]
        self.estimator.fit(features, truth, sample_weight=weights)

    def scores(self, texts):
        return self.margins(self.vectorizer.transform(texts)).tolist()

    def margins(self, features):
        return self.estimator.decision_function(features)

    def save(self, path):
        with open(path, "wb") as out:
            pickle.dump(self, out, protocol=pickle.HIGHEST_PROTOCOL)

    @classmethod
    def load(cls, path):
        with open(path, "rb") as file:
            return pickle.load(file)

    @classmethod
    def choose(cls, rows):
        """As every peer chooses, but the n-grams, which cost most, are counted once."""
        if len(cls.SETTINGS) == 1:
            return cls.SETTINGS[0]
        learnt, held = split(rows)
        vectorizer = cls.make_vectorizer()
        features = vectorizer.fit_transform([row.text for row in learnt])
        held_features = vectorizer.transform([row.text for row in held])

        def area(setting):
            peer = cls(setting)
            peer.fit_features(features, learnt)
            return held_out_area(held, peer.margins(held_features))

        return max(cls.SETTINGS, key=area)


class CharacterSvc(Linear):
    """TF-IDF of characters 1-4 and LinearSVC: the strongest peer in its own corpus."""

    @staticmethod
    def make_vectorizer():
        return TfidfVectorizer(**CHARACTERS)

    @staticmethod
    def make_estimator():
        # The order in which coordinates are visited is drawn; the seed makes runs repeatable.
        return LinearSVC(random_state=0)


class JiebaSvc(CharacterSvc):
    """TF-IDF of jieba's words and pairs of them, and LinearSVC."""

    @staticmethod
    def make_vectorizer():
        return TfidfVectorizer(tokenizer=words, token_pattern=None, ngram_range=(1, 2))


def words(text):
    """jieba's words: a function of this module, since jieba's own holds a lock and no file can.

    Imported where it is used, or the peers that need no dictionary would start as slowly."""
    import jieba

    # It tells of its dictionary on every start.
    jieba.setLogLevel(logging.WARNING)
    return jieba.lcut(text)


class HashedLogistic(Linear):
    """Characters 1-4 hashed to 2^20 columns, and logistic regression."""

    SETTINGS = [{"c": 4.0}, {"c": 16.0}]

    @staticmethod
    def make_vectorizer():
        return HashingVectorizer(**CHARACTERS, n_features=1 << 20, alternate_sign=False)

    @staticmethod
    def make_estimator(c):
        # By dual coordinate descent with LIBLINEAR's own tolerance for it: scikit-learn's is a
        # thousand times smaller, and only slower.
        return LogisticRegression(solver="liblinear", C=c, dual=True, tol=0.1, random_state=0)


class NaiveBayes(Linear):
    """Which characters 1-4 are there, and naive Bayes."""

    SETTINGS = [
        {"kind": kind, "alpha": alpha}
        for kind in ("multinomial", "complement")
        for alpha in (1.0, 0.1, 0.01)
    ]

    @staticmethod
    def make_vectorizer():
        # Naive Bayes is better with presence than with counts (Wang and Manning 2012), and
        # n-grams of one message only cost room.
        return CountVectorizer(**CHARACTERS, binary=True, min_df=2)

    @staticmethod
    def make_estimator(kind, alpha):
        return {"multinomial": MultinomialNB, "complement": ComplementNB}[kind](alpha=alpha)

    def margins(self, features):
        joint = self.estimator.predict_joint_log_proba(features)
        return joint[:, 1] - joint[:, 0]
