use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::array;
use quell_classifier::HashSeed;

use super::*;
use crate::logistic::{BinaryDataset, LogisticParams};

#[test]
fn a_feature_is_worth_its_weights_times_the_root_of_its_messages() {
    let texts = ["free", "free", "home", "home", "home now"];
    let vocabulary = Vocabulary::count(&texts, HashSeed::new(1).unwrap(), 2);
    let fit = |truth| {
        let dataset: BinaryDataset = DatasetBase::new(vocabulary.records(&texts), truth);
        LogisticParams::new(1.0).check().unwrap().fit(&dataset).unwrap()
    };
    let one = fit(array![true, true, false, false, false]);
    let two = fit(array![false, true, false, true, false]);
    let found = values(&vocabulary, [&one, &two].into_iter());
    assert_eq!(found.len(), vocabulary.len());
    for (column, frequency) in vocabulary.frequencies().enumerate() {
        let weights = one.weights()[column].abs() + two.weights()[column].abs();
        assert!((found[column] - weights * f64::from(frequency).sqrt()).abs() < 1e-12);
    }
    assert!(found.iter().any(|&value| value > 0.0));
}
