//! Diagrams and products are compared with enumeration.

use proptest::prelude::*;

use super::{DiagramBuilder, Diagrams, LabelledDiagrams, Node, Product, Summary, TooLarge};
use crate::sat::{Cnf, Lit};
use crate::{BooleanBackend, Cancel, Mask, Var};

/// The sizes of the variables.
const SIZES: [u8; 4] = [2, 3, 4, 2];

#[derive(Clone, Debug)]
enum Formula {
    Atom(Var, Mask),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    AtLeast(usize, Vec<Formula>),
    Iff(Box<Formula>, Box<Formula>),
}

fn formula() -> impl Strategy<Value = Formula> {
    let atom = (0_u32..4, 0_u64..16).prop_map(|(var, mask)| Formula::Atom(var, mask));
    atom.prop_recursive(3, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            inner.clone().prop_map(|f| Formula::Not(Box::new(f))),
            several().prop_map(Formula::All),
            several().prop_map(Formula::Any),
            (0_usize..5, several()).prop_map(|(least, of)| Formula::AtLeast(least, of)),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Formula::Iff(Box::new(a), Box::new(b))),
        ]
    })
}

impl Formula {
    fn holds(&self, at: &[usize]) -> bool {
        let count = |of: &[Self]| of.iter().filter(|each| each.holds(at)).count();
        match self {
            Self::Atom(var, mask) => mask >> at[*var as usize] & 1 == 1,
            Self::Not(inner) => !inner.holds(at),
            Self::All(of) => count(of) == of.len(),
            Self::Any(of) => count(of) > 0,
            Self::AtLeast(least, of) => count(of) >= *least,
            Self::Iff(a, b) => a.holds(at) == b.holds(at),
        }
    }

    fn build<B: BooleanBackend>(&self, backend: &mut B) -> Result<B::Formula, B::Error> {
        let mut each = |of: &[Self]| -> Result<Vec<B::Formula>, B::Error> {
            of.iter().map(|part| part.build(backend)).collect()
        };
        match self {
            Self::Atom(var, mask) => {
                let all = (1 << SIZES[*var as usize]) - 1;
                backend.atom(*var, mask & all)
            }
            Self::Not(inner) => {
                let inner = inner.build(backend)?;
                backend.not(inner)
            }
            Self::All(of) => {
                let of = each(of)?;
                backend.all(&of)
            }
            Self::Any(of) => {
                let of = each(of)?;
                backend.any(&of)
            }
            Self::AtLeast(least, of) => {
                let of = each(of)?;
                backend.at_least(*least, &of)
            }
            Self::Iff(a, b) => {
                let (a, b) = (a.build(backend)?, b.build(backend)?);
                backend.iff(a, b)
            }
        }
    }
}

/// Every assignment.
fn assignments() -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for size in SIZES {
        let longer = |known: &Vec<usize>| {
            let known = known.clone();
            (0..usize::from(size)).map(move |value| [&known[..], &[value]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// How many subjects came to true, and how many to false.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Ends(u32, u32);

impl Summary for Ends {
    type Weight = u32;

    fn add(&mut self, terminal: Node, weight: u32) {
        match terminal {
            Node::TRUE => self.0 += weight,
            _ => self.1 += weight,
        }
    }
}

proptest! {
    #[test]
    fn diagrams_clauses_and_products_agree_with_enumeration(
        constraint in formula(),
        subjects in prop::collection::vec(formula(), 1..4),
    ) {
        let cancel = Cancel::default();
        let mut diagrams = Diagrams::new(&SIZES);
        let mut builder = DiagramBuilder::new(&mut diagrams, &cancel);
        let root = constraint.build(&mut builder).unwrap();
        let nodes: Vec<Node> = subjects.iter().map(|each| each.build(&mut builder).unwrap()).collect();
        let mut cnf = Cnf::new(&cancel);
        let vars: Vec<Vec<Lit>> = SIZES.iter().map(|&size| cnf.variable(usize::from(size))).collect();
        cnf.bind(&std::sync::Arc::new(vars.clone()));
        let Ok(lit) = constraint.build(&mut cnf);
        let mut wanted: Vec<Ends> = Vec::new();
        for at in assignments() {
            let masks: Vec<Mask> = at.iter().map(|value| 1 << value).collect();
            let end = if constraint.holds(&at) { Node::TRUE } else { Node::FALSE };
            prop_assert_eq!(diagrams.follow(root, &masks), end);
            let mut assumed: Vec<Lit> = at.iter().zip(&vars).map(|(&value, lits)| lits[value]).collect();
            assumed.push(lit);
            prop_assert_eq!(cnf.solve(&assumed), Ok(constraint.holds(&at)));
            if constraint.holds(&at) {
                let mut ends = Ends::default();
                for each in &subjects {
                    ends.add(if each.holds(&at) { Node::TRUE } else { Node::FALSE }, 1);
                }
                wanted.push(ends);
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let product = Product::<Ends> {
            diagrams: &diagrams,
            cancel: &cancel,
            constraints: vec![root],
            subjects: nodes.into_iter().map(|node| (node, 1)).collect(),
        };
        let everything: Vec<Mask> = SIZES.iter().map(|&size| (1 << size) - 1).collect();
        let mut found = product.summaries(&everything).unwrap();
        found.sort_unstable();
        prop_assert_eq!(&found, &wanted);
        let mut searched: Vec<Ends> = Vec::new();
        product.search(&everything, |ends| { searched.push(ends); false }).unwrap();
        searched.sort_unstable();
        searched.dedup();
        prop_assert_eq!(&searched, &wanted);
        for &ends in &wanted {
            let witness = product.find(&everything, |found| found == ends).unwrap().unwrap();
            for at in assignments() {
                if witness.iter().all(|&(var, value)| at[var as usize] == value) {
                    prop_assert!(constraint.holds(&at));
                    let met = subjects.iter().filter(|each| each.holds(&at)).count();
                    prop_assert_eq!(met, ends.0 as usize);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn a_product_that_is_built_says_what_enumeration_says(
        constraint in formula(),
        subjects in prop::collection::vec(formula(), 1..3),
        masks in (1_u64..4, 1_u64..8, 1_u64..16, 1_u64..4),
    ) {
        let cancel = Cancel::default();
        let mut diagrams = Diagrams::new(&SIZES);
        let mut builder = DiagramBuilder::new(&mut diagrams, &cancel);
        let root = constraint.build(&mut builder).unwrap();
        let nodes: Vec<Node> = subjects.iter().map(|each| each.build(&mut builder).unwrap()).collect();
        let product = Product::<Ends> {
            diagrams: &diagrams,
            cancel: &cancel,
            constraints: vec![root],
            subjects: nodes.into_iter().map(|node| (node, 1)).collect(),
        };
        // The label: how many are met, as a bit.
        let label = |ends: Ends| 1 << ends.0;
        let mut labelled = LabelledDiagrams::new(&SIZES, 10_000);
        let built = labelled.build(&product, label).unwrap();
        let masks = [masks.0, masks.1, masks.2, masks.3];
        let mut wanted = 0;
        for at in assignments() {
            if constraint.holds(&at) && at.iter().zip(masks).all(|(&value, mask)| mask >> value & 1 == 1) {
                wanted |= 1 << subjects.iter().filter(|each| each.holds(&at)).count();
            }
        }
        prop_assert_eq!(labelled.reach(built, &masks), wanted);
        // The same again is the same node, and adds none.
        let before = labelled.nodes().len();
        prop_assert_eq!(labelled.build(&product, label), Ok(built));
        prop_assert_eq!(labelled.nodes().len(), before);
        // Put together one by one, and elsewhere, it is the same.
        let mut apart = LabelledDiagrams::new(&SIZES, 10_000);
        let mut whole = 1;
        for subject in product.subjects.clone() {
            let one = Product { constraints: vec![root], subjects: vec![subject], ..product };
            let one = apart.build(&one, label).unwrap();
            let join = |a: u32, b: u32| if a == 0 || b == 0 { 0 } else { a * b };
            whole = apart.combine([whole, one], &join, &cancel).unwrap();
        }
        prop_assert_eq!(labelled.adopt(&apart, whole), Ok(built));
        // What does not fit leaves nothing behind.
        let mut small = LabelledDiagrams::new(&SIZES, 1);
        if before > 0 {
            prop_assert_eq!(small.build(&product, label), Err(TooLarge));
        }
        prop_assert_eq!(small.nodes().len(), 0);
    }
}
