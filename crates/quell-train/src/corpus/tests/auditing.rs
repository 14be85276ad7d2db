use super::*;

const NOTICE: &str =
    "Your parcel waits at the desk of Example Street, bring code 4410 until Friday";
const NOTICE_AGAIN: &str =
    "Your parcel waits at the desk of Example Street, bring code 9083 until Friday noon";
const OFFER: &str = "Autumn sale at shop.example, half price on all shoes this week only";

fn part(name: &str, rows: &[(&str, Label)]) -> Part {
    let mut part = Part::new(name);
    for (line, (text, label)) in rows.iter().enumerate() {
        part.push(row(text, *label), &format!("{name}.csv"), line as u64 + 2);
    }
    part
}

#[test]
fn d5_the_same_text_in_train_and_test_is_counted_and_named() {
    let found = audit(&[
        part("train", &[(NOTICE, Label::Essential), (OFFER, Label::Marketing)]),
        part(
            "test",
            &[
                ("lunch at one?", Label::Personal),
                (&OFFER.to_uppercase(), Label::Marketing),
                (NOTICE_AGAIN, Label::Essential),
                ("bring the red folder tomorrow", Label::Personal),
            ],
        ),
    ]);
    let leak = &found.leaks[0];
    assert_eq!((leak.exact, leak.near, leak.rows), (1, 2, 4));
    assert!((leak.near_share - 0.5).abs() < 1e-12);
    let names: Vec<String> = leak.examples.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["test.csv:3", "test.csv:4"]);
    assert!(!found.is_tight());
    let says = serde_json::to_string(&found).unwrap();
    assert!(!says.contains("parcel") && !says.contains("sale"), "no text in a report: {says}");
}

#[test]
fn d5_one_class_and_copies_within_a_part_are_told() {
    let found = audit(&[part(
        "ham",
        &[(NOTICE, Label::Ham), (NOTICE_AGAIN, Label::Ham), (NOTICE, Label::Ham)],
    )]);
    assert_eq!((found.parts[0].exact_duplicates, found.parts[0].near_duplicates), (1, 2));
    let says = found.warnings.join("\n");
    assert!(says.contains("one class only (3 wanted, 0 unwanted)"), "{says}");
    assert!(says.contains("2 of 3 rows repeat"), "{says}");
    assert!(found.is_tight());
}

#[test]
fn messages_judged_both_ways_are_counted_by_key_and_by_group() {
    let found = audit(&[part(
        "train",
        &[
            (NOTICE, Label::Essential),
            (NOTICE_AGAIN, Label::Spam),
            (OFFER, Label::Marketing),
            (OFFER, Label::Fraud),
            ("see you at 7", Label::Ham),
            ("see you at 8", Label::Spam),
        ],
    )]);
    let Conflicts { keys, groups, rows, examples } = found.conflicts;
    assert_eq!((keys, groups, rows), (1, 2, 4));
    let names: Vec<String> = examples.iter().map(|[a, b]| format!("{a} {b}")).collect();
    assert_eq!(names, ["train.csv:2 train.csv:3", "train.csv:6 train.csv:7"]);
}
