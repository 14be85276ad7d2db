//! Any bytes are a model that can be scored with, or are refused with a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quell_classifier::{Head, Model, Scratch};

fuzz_target!(|bytes: &[u8]| {
    match Model::open(bytes) {
        Ok(model) => {
            let mut scratch = Scratch::new();
            let scores = model.score("【x】回T退订 t.cn/a 99元", &mut scratch);
            for head in Head::ALL {
                let text = "【x】回T退订 t.cn/a 99元";
                let explanation = model.explain(head, text, &mut scratch);
                assert_eq!(explanation.total(), scores.raw_logit(head));
            }
            let _ = (model.topic(&scratch), model.card());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
