use super::*;

/// Annotations of lines `text|class,topic,flags,pass`.
fn annotations(lines: &[&str]) -> Result<Annotations, CorpusError> {
    let mut csv = "key,class,topic,flags,pass\n".to_owned();
    for line in lines {
        let (text, said) = line.split_once('|').unwrap();
        csv.extend([hex(&normal_key(text)), format!(",{said}\n")]);
    }
    let mut annotations = Annotations::default();
    annotations.read(&csv).map(|()| annotations)
}

#[test]
fn what_was_settled_counts_before_the_first_reading() {
    let read = annotations(&[
        "code 1234|essential,,,first",
        "sale today|marketing,retail,soft,first",
        "sale today|personal,,,second",
        "hello|personal,,,first",
        "hello|marketing,other,,second",
        "hello|marketing,other,soft,resolved",
    ])
    .unwrap();
    let class = |text: &str| read.gold(&normal_key(text)).map(|gold| gold.class);
    assert_eq!(class("Code 9999"), Some(Label::Essential));
    assert_eq!(class("sale today"), Some(Label::Marketing));
    assert_eq!(class("hello"), Some(Label::Marketing));
    assert_eq!(class("never read"), None);
    assert_eq!((read.len(), read.agreement().rows), (3, 2));
}

/// A category of the corpus overrides its label, so a judged row must not keep it.
#[test]
fn a_judged_row_decides_what_its_readers_say() {
    let read = annotations(&["loan for you|essential,,mixed,first"]).unwrap();
    let mut given = row("loan for you", Label::Marketing);
    given.source = Some("zh_fbs".to_owned());
    given.category = Some("AD:Loan".to_owned());
    assert_eq!(Decision::of(&given).unwanted, Some(true));
    let judged = read.judged(&given).unwrap();
    assert_eq!(Decision::of(&judged), Decision::of_label(Label::Essential));
    assert_eq!(judged.flags, ["mixed"]);
    assert_eq!(read.judged(&row("another", Label::Ham)), None);
}

/// The example of Cohen's measure in textbooks: 20 and 15 agreed of 50, 5 and 10 not.
#[test]
fn kappa_is_that_of_the_textbook() {
    let mut lines = Vec::new();
    for (count, first, second) in [
        (20, "personal", "personal"),
        (5, "personal", "essential"),
        (10, "essential", "personal"),
        (15, "essential", "essential"),
    ] {
        for _ in 0..count {
            let text = "x".repeat(lines.len() + 1);
            lines.push(format!("{text}|{first},,,first"));
            lines.push(format!("{text}|{second},,,second"));
        }
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let agreement = annotations(&lines).unwrap().agreement();
    assert_eq!(agreement.rows, 50);
    assert!((agreement.kappa.unwrap() - 0.4).abs() < 1e-12);
    let personal = &agreement.classes[0];
    assert_eq!((personal.first, personal.second, personal.both), (25, 30, 20));
    assert!((personal.kappa.unwrap() - 0.4).abs() < 1e-12, "two classes: the same as over all");
    assert_eq!(agreement.classes[3].kappa, None, "nobody said fraud");
}

#[test]
fn differences_are_counted_by_source_and_direction() {
    let read = annotations(&[
        "a|marketing,other,,first",
        "b|personal,,,first",
        "c|essential,,,first",
        "d|fraud,other,,first",
    ])
    .unwrap();
    let mut differences = Differences::default();
    for (text, label) in [
        ("a", Label::Ham),
        ("b", Label::Ham),
        ("c", Label::Spam),
        ("d", Label::Spam),
        ("e", Label::Spam),
    ] {
        let given = row(text, label);
        differences.add(&given, read.judged(&given).as_ref());
    }
    let counts = &differences.sources["-"];
    assert_eq!((counts.rows, counts.read), (5, 4));
    assert_eq!((counts.wanted_but_unwanted, counts.unwanted_but_wanted), ([1, 2], [1, 2]));
    assert_eq!(counts.classes[&Label::Ham][&Label::Marketing], 1);
}

#[test]
fn annotations_that_say_nothing_usable_are_named_by_line() {
    let key = hex(&normal_key("a"));
    let read = |text: &str| Annotations::default().read(text).unwrap_err();
    assert_eq!(read("key,label\n").kind(), CorpusErrorKind::NoHeader);
    let header = "key,class,topic,flags,pass\n";
    for line in [
        "abc,personal,,,first".to_owned(),
        format!("{key},spam,,,first"),
        format!("{key},marketing,shoes,,first"),
        format!("{key},personal,,,third"),
        format!("{key},personal,,,first\n{key},fraud,,,first"),
        format!("{key},personal"),
    ] {
        let error = read(&format!("{header}{line}\n"));
        assert_eq!(
            (error.kind(), error.bad_lines().len()),
            (CorpusErrorKind::BadLines, 1),
            "{line}"
        );
    }
}
