//! The filter to embed: text score, policy and verdict with reasons.
//!
//! ```
//! use quell_runtime::{Filter, History, Message, Scratch};
//! # fn demo(model: &[u8]) -> Result<(), quell_runtime::ModelError> {
//! let filter = Filter::open(model)?;
//! let mut scratch = Scratch::new();
//! let verdict = filter.check(&Message::new("您的验证码是 402815"), &History::None, &mut scratch);
//! println!("{} ({})", verdict.action.name(), verdict.class.name());
//! for reason in &verdict.reasons {
//!     println!("{}: {}", reason.code(), reason.sentence(quell_runtime::Language::English));
//! }
//! # Ok(())
//! # }
//! ```

mod filter;
mod model_file;
mod policy;
mod reason;
mod verdict;

pub use filter::{Filter, History, Message};
pub use model_file::{ModelFileError, read_model_file};
pub use policy::Policy;
pub use quell_classifier::{
    Class, Explanation, Head, Judgement, Logit, Model, ModelError, ModelErrorKind, Probability,
    Scores, Scratch, Span,
};
pub use reason::{Language, Reason};
pub use verdict::{Action, Consent, Heads, Verdict};
