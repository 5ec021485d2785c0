//! Shares, drawn beside their words.

use maud::{Markup, html};

use super::At;
use super::table::wide;
use crate::page::block::Bar;

/// The width and the height of a whole bar of a chart.
const CHART: [f64; 2] = [240.0, 14.0];
/// Those of the bar of a share in a sentence.
const SENTENCE: [f64; 2] = [96.0, 8.0];

/// A chart: each share with its name and its number.
pub(super) fn chart(bars: &[Bar], at: &At<'_>) -> Markup {
    let table = html! {
        table.bars {
            @for bar in bars {
                tr {
                    th scope="row" { (at.phrase(&bar.name)) }
                    td.number { (at.phrase(&bar.value)) }
                    td aria-hidden="true" { (drawn(bar.least, bar.most, CHART)) }
                }
            }
        }
    };
    wide("Bars", &table, at)
}

/// A share in a sentence, for whoever sees it; the sentence says it as well.
pub(super) fn interval([least, most]: [u16; 2]) -> Markup {
    let share = |of: u16| f64::from(of) / 1000.0;
    html! {
        span.interval aria-hidden="true" { (drawn(share(least), share(most), SENTENCE)) }
    }
}

/// What is certain in full, what is possible in outline.
fn drawn(least: f64, most: f64, [width, height]: [f64; 2]) -> Markup {
    let least = least.clamp(0.0, 1.0) * width;
    let most = most.clamp(0.0, 1.0) * width;
    let drawn = |length: f64| format!("{length:.1}");
    html! {
        svg width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } {
            rect.scale x="0.5" y="0.5" width=(width - 1.0) height=(height - 1.0) {}
            @if most > least {
                rect.rest x=(drawn(least)) y="0" width=(drawn(most - least)) height=(height) {}
            }
            @if least > 0.0 { rect x="0" y="0" width=(drawn(least)) height=(height) {} }
        }
    }
}
