#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them itself")]

use expect_test::{Expect, expect};
use quell_classifier::{
    Calibration, HashSeed, HeadParameters, ModelParts, TOPIC_COUNT, WeightEncoding,
};

use super::*;
use crate::reason::Language;

/// A model whose heads answer with their biases, whatever the text.
fn model(unwanted: i32, essential: i32, fraud: i32) -> Vec<u8> {
    let head = |bias| HeadParameters { bias, scale: 1, threshold: 0 };
    ModelParts {
        seed: HashSeed::new(1).unwrap(),
        encoding: WeightEncoding::Companded,
        heads: [head(unwanted), head(essential), head(fraud)],
        calibrations: [const { 0 }; 3].map(|_| Calibration::identity()),
        card: "{}".to_owned(),
        rows: vec![[0; 4]; 16],
        topic_scale: 0,
        topic_biases: [0; TOPIC_COUNT],
        topic_rows: vec![],
    }
    .encode()
    .unwrap()
}

fn check(heads: [i32; 3], text: &str, expected: &Expect) {
    let filter = Filter::open(model(heads[0], heads[1], heads[2])).unwrap();
    let verdict = filter.check(&Message::new(text), &History::None, &mut Scratch::new());
    let reasons: Vec<String> = verdict
        .reasons
        .iter()
        .map(|reason| {
            format!(
                "{}: {} / {}",
                reason.code(),
                reason.sentence(Language::English),
                reason.sentence(Language::Chinese)
            )
        })
        .collect();
    expected.assert_eq(&format!(
        "{} {}\n{}\n",
        verdict.action.name(),
        verdict.class.name(),
        reasons.join("\n")
    ));
}

#[test]
fn marketing_is_quarantined_and_says_whether_it_can_be_refused() {
    check(
        [512, -512, -512],
        "全场八折，回T退订",
        &expect![[r#"
        quarantine marketing
        text_marketing: reads like marketing (88 % unwanted) / 内容像营销短信（不受欢迎的可能性 88%）
        opt_out_offered: says how to refuse / 写明了退订方式
        no_history: no record of consent or sender was asked / 未查询同意记录与发送方记录
    "#]],
    );
    check(
        [512, -512, -512],
        "全场八折",
        &expect![[r#"
        quarantine marketing
        text_marketing: reads like marketing (88 % unwanted) / 内容像营销短信（不受欢迎的可能性 88%）
        opt_out_missing: does not say how to refuse / 没有写明退订方式
        no_history: no record of consent or sender was asked / 未查询同意记录与发送方记录
    "#]],
    );
}

#[test]
fn what_may_be_essential_is_delivered_however_unwanted_it_reads() {
    check(
        [512, 512, -512],
        "您的验证码 402815",
        &expect![[r#"
        deliver marketing
        text_marketing: reads like marketing (88 % unwanted) / 内容像营销短信（不受欢迎的可能性 88%）
        essential_guard: may be a notice you need, so it is delivered / 可能是您需要的通知，因此放行
        opt_out_missing: does not say how to refuse / 没有写明退订方式
        no_history: no record of consent or sender was asked / 未查询同意记录与发送方记录
    "#]],
    );
    check(
        [-512, 512, -512],
        "您的验证码 402815",
        &expect![[r#"
        deliver essential
        text_essential: reads like a notice you need (88 %) / 内容像您需要的通知（88%）
    "#]],
    );
}

#[test]
fn fraud_and_disguise_are_named() {
    check(
        [512, -512, 512],
        "加 薇 信 领 奖",
        &expect![[r#"
        quarantine fraud
        text_fraud: reads like fraud (88 %) / 内容像诈骗短信（88%）
        disguised: 5 disguised characters / 有 5 处文字伪装
        no_history: no record of consent or sender was asked / 未查询同意记录与发送方记录
    "#]],
    );
}

#[test]
fn an_empty_text_has_a_verdict() {
    check(
        [-512, -512, -512],
        "",
        &expect![[r#"
        deliver personal
        text_personal: reads like a personal message / 内容像个人短信
        features_none: there is nothing to read in the text / 正文中没有可读的内容
    "#]],
    );
}
