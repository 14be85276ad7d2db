use std::collections::HashSet;

use super::*;

const TEXT: &str = "您的验证码 1234, reply STOP to 订购 http://t.example.cn/a";

/// One text in one disguise, written often enough that every share is drawn.
fn written(disguise: Disguise) -> Vec<String> {
    let mut random = SplitMix64::new(1);
    (0..40).map(|_| disguise.write(TEXT, &mut random)).collect()
}

#[test]
fn every_disguise_changes_the_text_and_not_always_alike() {
    for disguise in Disguise::ALL {
        let written: HashSet<String> = written(disguise).into_iter().collect();
        assert!(written.len() > 10, "{disguise:?}: {} ways", written.len());
    }
}

#[test]
fn what_stands_between_takes_nothing_away() {
    let put = |disguise| match disguise {
        Disguise::Spaced => " ".chars().collect::<Vec<_>>(),
        Disguise::Punctuated => PUNCTUATION.to_vec(),
        Disguise::Invisible => INVISIBLE.to_vec(),
        _ => EMOJI.to_vec(),
    };
    for disguise in [Disguise::Spaced, Disguise::Punctuated, Disguise::Invisible, Disguise::Emoji] {
        let signs = put(disguise);
        let bare = |text: &str| text.chars().filter(|c| !signs.contains(c)).collect::<String>();
        for text in written(disguise) {
            assert_eq!(bare(&text), bare(TEXT), "{disguise:?}");
        }
    }
}

#[test]
fn tables_name_no_character_twice() {
    fn once<T>(table: &[(char, T)]) -> bool {
        table.iter().map(|(from, _)| from).collect::<HashSet<_>>().len() == table.len()
    }
    assert!(once(&LATIN_AS_CYRILLIC) && once(&LOOK_ALIKE_HAN) && once(&SPLIT_HAN));
}

#[test]
fn letters_and_digits_stand_in_circles() {
    let circled: String = "Az09你".chars().map(|c| circled(c).unwrap_or(c)).collect();
    assert_eq!(circled, "Ⓐⓩ⓪⑨你");
}
