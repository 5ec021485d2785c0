//! What it takes to compare the shipped texts, and to write pages of all of them.

#![allow(clippy::unwrap_used)]

mod shipped;

use divan::{Bencher, black_box};
use servanda::World;
use servanda::answer::{CheckAnswer, Comparison};
use servanda::limit::Cancel;
use servanda::page::{self, Extent, Html, Writer};
use servanda::proposal::{Options, Proposal};
use servanda::questions::explain::Depth;
use servanda::world::{Comparing, NoFiles};

fn main() {
    divan::main();
}

fn read(world: &World<NoFiles>) -> Vec<Proposal> {
    let texts = shipped::proposals();
    texts.iter().map(|text| world.read(text).unwrap()).collect()
}

fn compare(world: &World<NoFiles>, proposals: &[Proposal]) -> Comparison {
    let cancel = Cancel::default();
    let comparer = world.comparer(world.every_reading(), Options::default(), &cancel);
    let looked = proposals.iter().map(|text| comparer.look(text, &cancel));
    let looked = looked.collect::<Result<Vec<_>, _>>().unwrap();
    comparer
        .compare(looked, Comparing::default(), &cancel)
        .unwrap()
}

/// All shipped texts by the column, from the texts in memory to the answer.
#[divan::bench]
fn compare_shipped_texts(bencher: Bencher) {
    let world = servanda::open(NoFiles, ["column"]).unwrap();
    let proposals = read(&world);
    bencher.bench(|| compare(&world, black_box(&proposals)));
}

/// The answer as a page of HTML, with every text in its table.
#[divan::bench]
fn html_of_a_comparison(bencher: Bencher) {
    let world = servanda::open(NoFiles, ["column"]).unwrap();
    let answer = compare(&world, &read(&world));
    bencher.bench(|| {
        let mut out = String::new();
        let page = page::compare(black_box(&answer), true, &());
        Html.write(&page, &mut out).unwrap();
        out
    });
}

/// What the column says of all shipped texts, as pages of HTML with every finding in full.
#[divan::bench]
fn html_of_shipped_texts(bencher: Bencher) {
    let world = servanda::open(NoFiles, ["column"]).unwrap();
    let proposals = read(&world);
    let answers: Vec<CheckAnswer> = (proposals.iter())
        .map(|text| {
            let question = world.check(text).explaining(Depth::All);
            let mut answer = question.run(&Cancel::default()).unwrap();
            answer.proposals.remove(0)
        })
        .collect();
    bencher.bench(|| {
        let mut out = String::new();
        for answer in black_box(&answers) {
            let page = page::check(answer, Extent::Unfolding, &());
            Html.write(&page, &mut out).unwrap();
        }
        out
    });
}
