use std::path::PathBuf;

use quell_classifier::{Class, Head, Model, Scratch};

use super::*;
use crate::corpus::{Annotations, Decision, Part, ReadOptions};
use crate::disguise::Disguise;
use crate::random::SplitMix64;
use crate::recipe::ThresholdRule;

fn datasets() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../datasets")
}

/// One in six of our own messages: enough of each class for a small model, and soon learnt.
fn few_messages() -> tempfile::TempDir {
    let few = tempfile::tempdir().unwrap();
    for class in ["essential", "fraud", "marketing", "personal"] {
        let name = format!("own_{class}.train.jsonl");
        let all = std::fs::read_to_string(datasets().join("messages").join(&name)).unwrap();
        let lines: Vec<&str> = all.lines().step_by(6).collect();
        std::fs::write(few.path().join(name), lines.join("\n")).unwrap();
    }
    few
}

fn read(recipe: &Recipe, annotations: &Annotations) -> Examples {
    Examples::read(recipe, &[few_messages().path().to_owned()], annotations).unwrap()
}

/// Messages of ours that no model learns from.
fn samples() -> Part {
    let mut part = Part::new("samples");
    part.read(&datasets().join("samples/inbox.jsonl"), ReadOptions::default()).unwrap();
    part
}

fn recipe(more: &str) -> Recipe {
    let text = format!(
        r#"
        name = "small"
        folds = 3
        features = {{ rows = 20000 }}
        heads.unwanted = {{ c = 8.0 }}
        heads.essential = {{ c = 8.0 }}
        heads.fraud = {{ c = 8.0, threshold = {{ probability = 0.5 }} }}
        topics = {{ rows = 512, c = 4.0 }}
        {more}
        [[source]]
        name = "own_essential"
        [[source]]
        name = "own_fraud"
        [[source]]
        name = "own_marketing"
        [[source]]
        name = "own_personal"
        "#
    );
    Recipe::parse(&text).unwrap()
}

fn small_model(more: &str) -> Trained {
    let few = few_messages();
    train(&recipe(more), &[few.path().to_owned()], &Annotations::default(), &Silent).unwrap()
}

#[test]
fn the_same_rows_and_recipe_give_the_same_bytes_on_any_number_of_threads() {
    let bytes = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| small_model("").bytes)
    };
    let one = bytes(1);
    assert!(one == bytes(2), "two threads gave other bytes than one");
    assert_eq!(Model::open(&one).unwrap().row_count(), 20_000);
}

#[test]
fn a_model_of_our_own_messages_tells_the_classes_apart() {
    let model = small_model("").bytes;
    let model = Model::open(model).unwrap();
    let part = samples();
    let report = crate::evaluation::evaluate(
        &model,
        part.rows(),
        crate::eval::Resampling { replicates: 0, seed: 1 },
    )
    .unwrap();
    let area = report.unwanted.roc_auc.unwrap();
    assert!(area > 0.85, "an area of {area} on the samples");
}

#[test]
fn bytes_lose_next_to_nothing_against_the_trainer() {
    for (encoding, furthest) in [("linear", 0.5), ("companded", 0.25)] {
        let trained = small_model(&format!("encoding = \"{encoding}\""));
        let rounding = trained.rounding(samples().rows()).unwrap();
        let lost = rounding.f1_exact.unwrap() - rounding.f1_bytes.unwrap();
        assert!(lost.abs() <= 0.01, "{encoding}: {rounding:?}");
        assert!(rounding.furthest < furthest, "{encoding}: {rounding:?}");
    }
}

#[test]
fn a_name_that_two_messages_hold_gets_no_weight_however_often_they_are_repeated() {
    let texts = [
        "ring zaphod tonight",
        "zaphod is late",
        "Zaphod is  late",
        "we ring at nine",
        "do ring her",
    ];
    let distinct: Vec<&str> = distinct(&texts).into_iter().map(|(row, _)| texts[row]).collect();
    let vocabulary = Vocabulary::count(&distinct, HashSeed::new(1).unwrap(), 3);
    let kept = |text: &str| vocabulary.records(&[text]).row(0).count();
    assert_eq!(kept("zaphod"), kept("qqqqqq"), "as much as a word that nobody used");
    assert_eq!(kept("ring"), kept("qqqq") + 1, "three messages hold it");
}

#[test]
fn thresholds_follow_their_rule() {
    let scored = OutOfFold {
        log_odds: vec![3.0, 2.0, 1.0, 0.0, -1.0, -2.0],
        truth: vec![true, true, false, true, false, false],
    };
    let platt = calibrate::Platt { slope: 1.0, offset: 0.0 };
    let cases = [
        (ThresholdRule::BestF1, -0.5),
        (ThresholdRule::Fpr(0.0), 1.5),
        (ThresholdRule::Fpr(0.34), -0.5),
        (ThresholdRule::Probability(0.5), 0.0),
    ];
    for (rule, expected) in cases {
        let found = threshold::threshold(rule, &scored, platt);
        assert!((found - expected).abs() < 1e-12, "{rule:?}: {found}, expected {expected}");
    }
}

#[test]
fn a_missing_source_is_named_with_the_places_looked_at() {
    let error = train(&recipe(""), &[PathBuf::from("nowhere")], &Annotations::default(), &Silent)
        .unwrap_err()
        .to_string();
    assert!(error.contains("own_essential.train.jsonl") && error.contains("nowhere"), "{error}");
}

#[test]
fn a_head_without_two_kinds_of_rows_is_refused() {
    let only = Recipe::parse(
        "name = \"x\"\nfeatures = { rows = 100 }\nheads.unwanted = { c = 1.0 }\n[[source]]\nname = \"own_fraud\"\n",
    );
    let error =
        train(&only.unwrap(), &[datasets().join("messages")], &Annotations::default(), &Silent)
            .unwrap_err()
            .to_string();
    assert!(error.contains("unwanted") && error.contains("0 say no"), "{error}");
}

#[test]
fn recipes_say_what_is_wrong_with_them() {
    let base = "name = \"x\"\nheads.unwanted = { c = 1.0 }\n";
    let cases = [
        ("features = { rows = 0 }\n[[source]]\nname = \"a\"\n", "features.rows: 0"),
        (
            "topics = { rows = 0, c = 1.0 }\nfeatures = { rows = 1 }\n[[source]]\nname = \"a\"\n",
            "topics.rows: 0",
        ),
        (
            "features = { rows = 1, document_frequency_min = 2 }\n[[source]]\nname = \"a\"\n",
            "document_frequency_min: 2, expected at least 3",
        ),
        ("features = { rows = 1, sed = 2 }\n[[source]]\nname = \"a\"\n", "unknown field `sed`"),
        ("features = { rows = 1 }\n[[source]]\nname = \"../a\"\n", "expected letters"),
        ("features = { rows = 1 }\n[[source]]\nname = \"a\"\nweight = 0.0\n", "weight 0"),
        (
            "folds = 1\nfeatures = { rows = 1 }\n[[source]]\nname = \"a\"\n",
            "folds: 1, expected 2 to 20",
        ),
    ];
    let heads = [
        ("c = -8.0", "heads.unwanted.c: -8"),
        ("c = 1.0, threshold = { probability = 1.5 }", "heads.unwanted.threshold: 1.5"),
        ("c = 1.0, threshold = { fpr = 2.0 }", "heads.unwanted.threshold: 2"),
    ];
    for (head, expected) in heads {
        let recipe = format!(
            "name = \"x\"\nheads.unwanted = {{ {head} }}\nfeatures = {{ rows = 1 }}\n\
             topics = {{ rows = 1, c = 1.0 }}\n[[source]]\nname = \"a\"\n"
        );
        let error = Recipe::parse(&recipe).unwrap_err().to_string();
        assert!(error.contains(expected), "{error:?}, expected {expected:?}");
    }
    for (more, expected) in cases {
        let error = Recipe::parse(&format!("{base}{more}")).unwrap_err().to_string();
        assert!(error.contains(expected), "{error:?}, expected {expected:?}");
    }
}

#[test]
fn classes_follow_from_the_heads() {
    let trained = small_model("");
    let model = Model::open(&trained.bytes).unwrap();
    let mut scratch = Scratch::new();
    let cases = [
        ("【安禾银行】您尾号0417的账户3月2日支出128.00元，余额2,056.31元。", Class::Essential),
        (
            "【橙子优选】会员日全场5折起，满300减50，点击 t.example.cn/a 领券，回T退订",
            Class::Marketing,
        ),
    ];
    for (text, expected) in cases {
        let scores = model.score(text, &mut scratch);
        assert_eq!(model.judge(&scores).class, expected, "{scores:?}");
    }
}

/// What readers say of a row decides, and counts as much more as the recipe says.
#[test]
fn a_judged_row_counts_as_its_readers_judge_it() {
    let recipe = recipe("annotated_weight = 4.0");
    let given = read(&recipe, &Annotations::default());
    let first = given.rows[0].text.as_str();
    let mut annotations = Annotations::default();
    let key = hex(&normal_key(first));
    annotations.read(&format!("key,class,topic,flags,pass\n{key},fraud,other,,first\n")).unwrap();
    let judged = read(&recipe, &annotations);
    assert_eq!(judged.rows[0].decision.fraud, Some(true));
    assert!((judged.rows[0].weight - 4.0 * given.rows[0].weight).abs() < 1e-9);
    assert_eq!(judged.rows[1].decision, given.rows[1].decision);
    assert_eq!((judged.sources[0].annotated, judged.sources[1].annotated), (1, 0));
    assert_ne!(judged.sources[0].sha256, given.sources[0].sha256, "equal models, equal labels");
}

#[test]
fn a_model_that_learnt_no_topic_names_none() {
    let recipe = recipe("");
    let mut examples = read(&recipe, &Annotations::default());
    for row in &mut examples.rows {
        row.decision.topic = None;
    }
    let trained = train_on(&recipe, &examples, &Silent).unwrap();
    let model = Model::open(&trained.bytes).unwrap();
    let mut scratch = Scratch::new();
    let _ = model.score("anything", &mut scratch);
    assert_eq!(model.topic(&scratch), None);
}

/// Where only unwanted messages are disguised, a disguise convicts; copies in disguise of
/// all kinds acquit those who only write in an odd way. No copy is ever measured on.
#[test]
fn a_disguise_alone_convicts_fewer_where_disguises_were_learnt() {
    let mut random = SplitMix64::new(7);
    let mut spaced = |text: &str| Disguise::Spaced.write(text, &mut random);
    let (plain, learnt) = (recipe(""), recipe("disguise_every = 2"));
    let mut examples = read(&plain, &Annotations::default());
    let unwanted = examples.rows.iter_mut().filter(|row| row.decision.unwanted == Some(true));
    unwanted.step_by(3).for_each(|row| row.text = spaced(&row.text));
    let samples = samples();
    let wanted = samples.rows().iter().filter(|row| Decision::of(row).unwanted == Some(false));
    let odd: Vec<String> = wanted.map(|row| spaced(&row.text)).collect();

    let measured = |recipe: &Recipe| {
        let trained = train_on(recipe, &examples, &Silent).unwrap();
        let model = Model::open(&trained.bytes).unwrap();
        let mut scratch = Scratch::new();
        let convicted = |text: &&String| {
            let scores = model.score(text, &mut scratch);
            model.says(Head::Unwanted, &scores)
        };
        let convicted = odd.iter().filter(convicted).count();
        (convicted, trained.heads[0].as_ref().unwrap().out_of_fold.truth.len())
    };
    let ((before, held_out), (after, held_out_too)) = (measured(&plain), measured(&learnt));
    assert!(after * 5 < before * 4, "{after} of {} convicted, before {before}", odd.len());
    assert_eq!(held_out, held_out_too);
}

/// A source that is unlike what will be judged is learnt from, and nothing else.
#[test]
fn calibration_rests_on_the_sources_that_calibrate() {
    let mut recipe = recipe("");
    let held_out = |recipe: &Recipe| {
        let examples = read(recipe, &Annotations::default());
        let trained = train_on(recipe, &examples, &Silent).unwrap();
        (trained.heads[0].as_ref().unwrap().out_of_fold.truth.len(), examples)
    };
    let (all, examples) = held_out(&recipe);
    recipe.sources[3].calibrates = false;
    let (fewer, _) = held_out(&recipe);
    let last = examples.rows.iter().filter(|row| row.source == 3).count();
    assert!(last > 0);
    assert_eq!(fewer, all - last);
}
