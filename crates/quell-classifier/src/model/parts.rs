//! What a trainer hands over, and the bytes it becomes.

use alloc::string::String;
use alloc::vec::Vec;

use super::checksum::checksum;
use super::header::{
    CALIBRATION_BYTES, CHECKSUM_BYTES, HEADER_BYTES, Header, MAGIC, MAJOR, MINOR, ROW_BYTES,
};
use super::{
    Calibration, HEAD_COUNT, HeadParameters, ModelError, TOKENIZER_REVISION, TOPIC_COUNT,
    TOPIC_LANES, WeightEncoding,
};
use crate::features::HashSeed;

/// The parts of a model file.
#[derive(Clone, Debug)]
pub struct ModelParts {
    /// What features are hashed with.
    pub seed: HashSeed,
    /// What a weight's byte stands for.
    pub encoding: WeightEncoding,
    /// Bias, scale and threshold of each head.
    pub heads: [HeadParameters; HEAD_COUNT],
    /// Calibration of each head.
    pub calibrations: [Calibration; HEAD_COUNT],
    /// A JSON object for people and programs.
    pub card: String,
    /// The weights of the heads, a lane a head, and the fingerprint of the feature that they belong to.
    pub rows: Vec<[i8; 4]>,
    /// The one scale of all topics, which only compete with each other.
    pub topic_scale: u32,
    /// Bias of each topic, in 1/256 logit.
    pub topic_biases: [i32; TOPIC_COUNT],
    /// The weights of the topics, and the fingerprint; empty when there are none.
    pub topic_rows: Vec<[i8; TOPIC_LANES]>,
}

impl ModelParts {
    /// The bytes of the model file.
    ///
    /// # Errors
    ///
    /// What [`Model::open`](crate::Model::open) would say of the bytes: nothing is
    /// written that cannot be read.
    pub fn encode(&self) -> Result<Vec<u8>, ModelError> {
        let body = self.rows.len() * ROW_BYTES + self.topic_rows.len() * TOPIC_LANES;
        let length = HEADER_BYTES + CALIBRATION_BYTES + self.card.len() + body + CHECKSUM_BYTES;
        let mut bytes = Vec::with_capacity(length);
        self.push_header(&mut bytes, length);
        for knot in self.calibrations.iter().flat_map(|table| table.0) {
            bytes.extend(knot.to_le_bytes());
        }
        bytes.extend(self.card.bytes());
        bytes.extend(self.rows.iter().flatten().map(|weight| weight.cast_unsigned()));
        bytes.extend(self.topic_rows.iter().flatten().map(|weight| weight.cast_unsigned()));
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        Header::parse(&bytes)?;
        Ok(bytes)
    }

    fn push_header(&self, bytes: &mut Vec<u8>, length: usize) {
        bytes.extend(MAGIC);
        bytes.extend(MAJOR.to_le_bytes());
        bytes.extend(MINOR.to_le_bytes());
        bytes.extend(TOKENIZER_REVISION.to_le_bytes());
        bytes.extend((length as u64).to_le_bytes());
        bytes.extend(self.seed.get().to_le_bytes());
        bytes.extend((self.rows.len() as u32).to_le_bytes());
        bytes.extend((self.topic_rows.len() as u32).to_le_bytes());
        bytes.extend([0, u8::from(self.encoding == WeightEncoding::Companded), 0, 0]);
        bytes.extend((self.card.len() as u32).to_le_bytes());
        for head in &self.heads {
            bytes.extend(head.bias.to_le_bytes());
            bytes.extend(head.scale.to_le_bytes());
            bytes.extend(head.threshold.to_le_bytes());
        }
        bytes.extend([0; 4]);
        bytes.extend(self.topic_scale.to_le_bytes());
        for bias in self.topic_biases {
            bytes.extend(bias.to_le_bytes());
        }
    }
}
