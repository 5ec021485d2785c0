//! What becomes a block, a tone or a sign.

use super::{
    Block, Heading, Listing, Matrix, Notice, Paragraph, Section, Sign, Status, Table, Tone,
};
use crate::verdict::{Alarm, Verdict};

impl From<Verdict> for Sign {
    fn from(verdict: Verdict) -> Self {
        Self {
            tone: verdict.into(),
            word: verdict.word(),
        }
    }
}

impl From<Verdict> for Tone {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Good,
            Verdict::Unmet => Self::Bad,
            Verdict::Open => Self::Open,
            Verdict::NotApplicable => Self::Neutral,
        }
    }
}

impl From<Alarm> for Tone {
    fn from(alarm: Alarm) -> Self {
        match alarm {
            Alarm::Clear => Self::Good,
            Alarm::Raised => Self::Bad,
            Alarm::Open => Self::Open,
        }
    }
}

macro_rules! block_from {
    ($($type:ident => $variant:ident),* $(,)?) => {
        $(impl From<$type> for Block {
            fn from(block: $type) -> Self {
                Self::$variant(block)
            }
        })*
    };
}

block_from! {
    Heading => Heading, Status => Status, Notice => Notice, Table => Table, Matrix => Matrix,
    Section => Section, Paragraph => Paragraph, Listing => Listing,
}
