use super::*;

const TEXTS: [&str; 3] = ["free cash", "free coffee", "free parking"];

fn vocabulary(document_frequency_min: u32) -> Vocabulary {
    Vocabulary::count(&TEXTS, HashSeed::new(1).unwrap(), document_frequency_min)
}

fn columns(records: &SparseRecords, at: usize) -> Vec<usize> {
    records.row(at).map(|(column, _)| column).collect()
}

#[test]
fn a_vocabulary_counts_messages_not_places() {
    let both = vocabulary(3).or(Vocabulary::count(&["free free"], HashSeed::new(1).unwrap(), 1));
    let frequent = vocabulary(3);
    assert_eq!(frequent.frequencies().max(), Some(3));
    assert_eq!(both.frequencies().max(), Some(4), "what two vocabularies have is summed");
    assert!(both.len() > frequent.len() && !frequent.is_empty());
}

/// All features of a table of one row compete for it.
#[test]
fn a_row_goes_to_the_feature_of_highest_value() {
    let vocabulary = vocabulary(1);
    for winner in 0..vocabulary.len() {
        let mut values = vec![1.0; vocabulary.len()];
        values[winner] = 2.0;
        let table = FeatureTable::choose(&vocabulary, &values, 1);
        let wide = vocabulary.records(&TEXTS);
        let narrow = table.records(&vocabulary, &TEXTS);
        for at in 0..TEXTS.len() {
            let has = columns(&wide, at).contains(&winner);
            // One in 256 others shares the fingerprint, and of these few none does.
            assert_eq!(!columns(&narrow, at).is_empty(), has, "feature {winner}, text {at}");
        }
    }
}

#[test]
fn what_is_not_in_the_vocabulary_is_never_learnt() {
    let frequent = vocabulary(3);
    let table = FeatureTable::choose(&frequent, &vec![1.0; frequent.len()], 1);
    // So many different words that some have the row's fingerprint by chance.
    let letter = |place: usize| char::from(b'a' + (place % 16) as u8);
    let strangers: Vec<String> = (0..4096)
        .map(|at| [at, at >> 4, at >> 8].map(letter).iter().collect::<String>() + "zz")
        .collect();
    let learnt = table.records(&frequent, &strangers);
    let scored = table.records_as_scored(&strangers);
    let hits = |records: &SparseRecords| {
        (0..strangers.len()).filter(|&at| !columns(records, at).is_empty()).count()
    };
    assert_eq!(hits(&learnt), hits(&frequent.records(&strangers)), "marks and nothing else");
    assert!(hits(&scored) > hits(&learnt), "scoring cannot tell them apart");
}

#[test]
fn values_are_per_text_over_the_root_of_its_features() {
    let vocabulary = vocabulary(1);
    let records = vocabulary.records(&["free cash"]);
    let values: Vec<f64> = records.row(0).map(|(_, value)| value).collect();
    assert!(values.iter().all(|value| (value * value * values.len() as f64 - 1.0).abs() < 1e-6));
}
