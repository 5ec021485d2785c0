//! The part of a report in which a reader changes provisions and sees what follows, for the formats in which
//! that is possible.

use super::block::{Block, Page, Paragraph, Section, WhatIfPart};
use crate::answer::WhatIf;

/// Adds the part to the page about a text, and below its verdict a link to it. `number` tells several in one
/// document apart, from 0. Where there is none the page says so.
pub fn offer_what_if(page: &mut Page, what_if: Option<WhatIf>, number: usize) {
    let section = Section::new("What if a provision said something else?");
    let Some(data) = what_if else {
        let says = "The background knowledge of this vocabulary is too large to be put into a page: change the \
                    draft itself and judge it again.";
        page.push(section.with(Block::Paragraph(Paragraph::new(0, says))));
        return;
    };
    let verdict = page
        .blocks
        .iter()
        .position(|block| matches!(block, Block::Status(_)));
    let below = verdict.map_or(0, |at| at + 1);
    page.blocks.insert(below, Block::ToWhatIf(number));
    let part = WhatIfPart { data, number };
    page.push(section.with(Block::WhatIf(Box::new(part))));
}
