use std::path::PathBuf;

use expect_test::expect;
use quell_classifier::{Calibration, HashSeed, HeadParameters, ModelParts, WeightEncoding};

use super::*;
use crate::corpus::Annotations;
use crate::examples::{Example, Examples};
use crate::recipe::Recipe;
use crate::training::{Silent, Trained, train_on};

#[test]
fn the_index_is_the_one_of_the_book() {
    // Large enough that the half rows do not show: (.5 - .4) ln(.5 / .4) + (.5 - .6) ln(.5 / .6).
    let found = stability_index(&[4_000_000, 6_000_000], &[5_000_000, 5_000_000]);
    assert!((found - (0.1 * (1.25f64).ln() - 0.1 * (5.0f64 / 6.0).ln())).abs() < 1e-6);
    assert!(stability_index(&[3, 5, 0], &[3, 5, 0]).abs() < 1e-12);
    let emptied = stability_index(&[100, 100], &[200, 0]);
    assert!(emptied.is_finite() && emptied > 0.25, "{emptied}");
    assert!(stability_index(&[], &[]).abs() < 1e-12);
}

/// Points of χ² from tables: 3.841, 16.919 and 43.773 for 1, 9 and 30 degrees of freedom.
#[test]
fn chance_is_a_point_of_chi_squared() {
    for (bins, point) in [(2, 3.841), (10, 16.919), (31, 43.773)] {
        let counts = vec![2_000 / bins as u64; bins];
        let rows = stability::total(&counts);
        let found = chance(&counts, &counts).unwrap() * rows / 2.0;
        assert!((found / point - 1.0).abs() < 0.03, "{bins} bins: {found}, expected {point}");
    }
    assert_eq!(chance(&[0, 0], &[1, 1]), None);
}

#[test]
fn levels_are_those_of_the_book_unless_chance_explains_them() {
    let cases = [
        (0.09, Some(0.01), Level::Stable),
        (0.1, Some(0.01), Level::Shifted),
        (0.25, Some(0.01), Level::Shifted),
        (0.26, Some(0.01), Level::Strong),
        (0.26, Some(0.3), Level::TooFew),
        (0.26, None, Level::TooFew),
        (0.0, None, Level::Stable),
    ];
    for (index, chance, expected) in cases {
        assert_eq!(Level::of(index, chance), expected, "{index} {chance:?}");
    }
}

/// Every text falls in one bin of each aspect, and the bins have names.
#[test]
fn a_text_is_counted_in_bins_with_names() {
    let told = |text: &str| {
        let mut tally = Tally::new(vec![-256, 256], 256);
        let (mut folded, mut tokens) = Default::default();
        quell_classifier::fold(text, &mut folded);
        quell_classifier::tokenize(&folded, &mut tokens);
        tally.add_text(&folded, &tokens);
        tally.add_score(300);
        let profile = tally.finish();
        let bins = Aspect::ALL.into_iter().filter(|it| *it != Aspect::Words).filter_map(|aspect| {
            let bin = profile.counts(aspect).iter().position(|&rows| rows > 0)?;
            Some(aspect.bin_name(bin, profile.score_edges()))
        });
        bins.filter(|name| !name.starts_with("without")).collect::<Vec<_>>().join(", ")
    };
    expect!["unwanted from 73.11 % on, score near the threshold, 32 to 63 characters, mostly Han, with url, with signature, with opt_out"]
        .assert_eq(&told("【橙子优选】会员日全场五折起，点击 t.example.cn/a 领券，回T退订"));
    expect!["unwanted from 73.11 % on, score near the threshold, 8 to 15 characters, no Han"]
        .assert_eq(&told("see you later"));
    expect!["unwanted from 73.11 % on, score near the threshold, no characters, no words"]
        .assert_eq(&told(""));
}

/// Our own messages: every second one to learn from, and the others.
fn halves() -> (Trained, Vec<String>) {
    let recipe = Recipe::parse(
        r#"
        name = "half"
        folds = 3
        features = { rows = 20000 }
        heads.unwanted = { c = 8.0 }
        [[source]]
        name = "own_personal"
        [[source]]
        name = "own_marketing"
        [[source]]
        name = "own_essential"
        "#,
    );
    let recipe = recipe.unwrap();
    let messages = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../datasets/messages");
    let all = Examples::read(&recipe, &[messages], &Annotations::default()).unwrap();
    let mut half = Examples { rows: vec![], groups: vec![], ..all };
    let mut others: Vec<Example> = vec![];
    // A part of them is enough, and soon learnt.
    let some = all.rows.into_iter().zip(all.groups).step_by(2);
    for (at, (row, group)) in some.enumerate() {
        if at % 2 == 0 {
            half.rows.push(row);
            half.groups.push(group);
        } else {
            others.push(row);
        }
    }
    let trained = train_on(&recipe, &half, &Silent).unwrap();
    (trained, others.into_iter().map(|row| row.text).collect())
}

/// The other half of the same messages is stable in every aspect; another language, and
/// one kind of message alone, are not.
#[test]
fn what_is_like_the_training_rows_is_stable_and_what_is_not_has_shifted() {
    let (trained, others) = halves();
    let model = Model::open(&trained.bytes).unwrap();
    let profile = Profile::of_model(&model).unwrap();
    assert_eq!(profile, trained.card.profile, "what stands in the file is what was counted");
    assert_eq!(profile.rows(), trained.card.rows as u64, "all sources calibrate");
    let drift = |texts: &[String]| Drift::of(&model, &profile, texts.iter().map(String::as_str));
    let level = |drift: &Drift, aspect: Aspect| {
        drift.aspects.iter().find(|it| it.aspect == aspect).unwrap().level
    };
    let alike = drift(&others);
    let shifted: Vec<_> = alike.aspects.iter().filter(|it| it.psi >= 0.05).collect();
    assert!(shifted.is_empty(), "{shifted:?}");
    assert_eq!(alike.summary, "much like the training rows");

    let turkish: Vec<String> = (0..300)
        .map(|at| format!("Kampanya! {at} TL indirim, hemen tıkla www.ornek{at}.example/kampanya"))
        .collect();
    let foreign = drift(&turkish);
    for aspect in [Aspect::Script, Aspect::Words, Aspect::Url] {
        assert_eq!(level(&foreign, aspect), Level::Strong, "{aspect:?}");
    }
    assert!(foreign.summary.starts_with("unlike the training rows in "), "{}", foreign.summary);

    let codes: Vec<String> =
        others.iter().filter(|text| text.contains("验证码")).cloned().collect();
    assert!(codes.len() > 50);
    assert_eq!(level(&drift(&codes), Aspect::Code), Level::Strong);

    let few = drift(&others[..5]);
    assert!(few.aspects.iter().all(|it| it.level != Level::Shifted), "{few:?}");
    assert_eq!(drift(&[]).rows, 0);
}

/// A model of one row of weights with this card.
fn model_with(card: String) -> Model<Vec<u8>> {
    let parts = ModelParts {
        seed: HashSeed::new(1).unwrap(),
        encoding: WeightEncoding::Linear,
        heads: [HeadParameters { bias: 0, scale: 1, threshold: 0 }; 3],
        calibrations: std::array::from_fn(|_| Calibration::identity()),
        card,
        rows: vec![[0; 4]],
        topic_scale: 0,
        topic_biases: [0; 13],
        topic_rows: vec![],
    };
    Model::open(parts.encode().unwrap()).unwrap()
}

#[test]
fn a_card_without_a_sound_profile_is_refused() {
    let sound = Tally::new(vec![-256, 0, 256], 0).finish();
    let card = |profile: &Profile| serde_json::json!({ "profile": profile }).to_string();
    assert_eq!(Profile::of_model(&model_with(card(&sound))), Ok(sound.clone()));
    let falling = card(&Tally::new(vec![256, 0], 0).finish());
    let cases = [
        String::new(),
        "{}".to_owned(),
        "[]".to_owned(),
        r#"{"profile": 7}"#.to_owned(),
        card(&sound).replace("\"url\":[0,0]", "\"url\":[0]"),
        card(&sound).replace("\"url\":[0,0]", "\"url\":[-1,0]"),
        card(&sound).replace("\"url\"", "\"link\""),
        falling,
    ];
    let said: Vec<String> = cases
        .map(|card| Profile::of_model(&model_with(card)).unwrap_err().to_string())
        .into_iter()
        .collect();
    expect![[r"
        the model's card holds no profile of its training rows, expected one; train the model anew with this version of quell
        the model's card holds no profile of its training rows, expected one; train the model anew with this version of quell
        the model's card holds no profile of its training rows, expected one; train the model anew with this version of quell
        the profile in the model's card is damaged: expected rows, score_edges and counts, in numbers; train the model anew
        the profile in the model's card is damaged: url has 1 bins, expected 2; train the model anew
        the profile in the model's card is damaged: expected rows, score_edges and counts, in numbers; train the model anew
        the profile in the model's card is damaged: url has 0 bins, expected 2; train the model anew
        the profile in the model's card is damaged: score_edges fall, expected them to rise; train the model anew"]].assert_eq(&said.join("\n"));
}
