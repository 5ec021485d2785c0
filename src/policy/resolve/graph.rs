//! Who names whom: an order in which names can be resolved, and the circles that prevent one.

use crate::text::Span;

/// A node names another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The one that is named.
    pub(super) to: usize,
    /// Where.
    pub(super) span: Span,
}

/// What is found in a graph.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Every node once, after all that it names (but for those that close a circle).
    pub(super) order: Vec<usize>,
    /// Circles: members in order, each with the place where it names the next. No step is part of
    /// two, so mending one does not mend another, and all together are no longer than the file.
    pub(super) circles: Vec<Vec<(usize, Span)>>,
}

/// A node on the path from the start to the current one.
struct Step {
    node: usize,
    /// The next of its edges to follow.
    next: usize,
    /// The last position on the path, up to this one, whose incoming step is part of a circle.
    taken: usize,
}

#[derive(Clone, Copy)]
enum State {
    New,
    OnPath(usize),
    Done,
}

/// Walks a graph depth first, without recursion: a file can hold a chain of any length.
pub(super) fn sort(edges: &[Vec<Edge>]) -> Sorted {
    let mut sorted = Sorted::default();
    let mut states = vec![State::New; edges.len()];
    for start in 0..edges.len() {
        if matches!(states[start], State::New) {
            walk(start, edges, &mut states, &mut sorted);
        }
    }
    sorted
}

fn walk(start: usize, edges: &[Vec<Edge>], states: &mut [State], sorted: &mut Sorted) {
    states[start] = State::OnPath(0);
    let mut path = vec![Step {
        node: start,
        next: 0,
        taken: 0,
    }];
    while let Some(step) = path.last_mut() {
        let Some(edge) = edges[step.node].get(step.next) else {
            states[step.node] = State::Done;
            sorted.order.push(step.node);
            path.pop();
            continue;
        };
        step.next += 1;
        match states[edge.to] {
            State::New => {
                let taken = step.taken;
                states[edge.to] = State::OnPath(path.len());
                path.push(Step {
                    node: edge.to,
                    next: 0,
                    taken,
                });
            }
            State::OnPath(position) if step.taken <= position => {
                sorted.circles.push(circle(&mut path, position, edges));
            }
            State::OnPath(_) | State::Done => {}
        }
    }
}

/// The circle that the last step of the path closes at `position`; its steps are marked as taken.
fn circle(path: &mut [Step], position: usize, edges: &[Vec<Edge>]) -> Vec<(usize, Span)> {
    for (index, step) in path.iter_mut().enumerate().skip(position + 1) {
        step.taken = index;
    }
    (path[position..].iter())
        .map(|step| (step.node, edges[step.node][step.next - 1].span))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(graph: &[&[usize]]) -> Sorted {
        let edges: Vec<Vec<Edge>> = (graph.iter())
            .map(|node| {
                let edge = |&to| Edge {
                    to,
                    span: Span::default(),
                };
                node.iter().map(edge).collect()
            })
            .collect();
        sort(&edges)
    }

    fn circles(graph: &[&[usize]]) -> Vec<Vec<usize>> {
        (sorted(graph).circles.into_iter())
            .map(|circle| circle.into_iter().map(|(node, _)| node).collect())
            .collect()
    }

    #[test]
    fn orders_what_is_named_first() {
        let sorted = sorted(&[&[1, 2], &[2], &[], &[0]]);
        assert_eq!(sorted.order, [2, 1, 0, 3]);
        assert!(sorted.circles.is_empty());
    }

    #[test]
    fn finds_circles() {
        assert_eq!(circles(&[&[0]]), [[0]]);
        assert_eq!(circles(&[&[1], &[0]]), [[0, 1]]);
        assert_eq!(circles(&[&[1], &[2], &[3], &[1]]), [[1, 2, 3]]);
        assert_eq!(circles(&[&[1], &[0, 2], &[1]]), [[0, 1], [1, 2]]);
        assert_eq!(
            circles(&[&[1, 3], &[2], &[0], &[0]]),
            [vec![0, 1, 2], vec![0, 3]]
        );
    }

    #[test]
    fn takes_no_step_twice() {
        assert_eq!(circles(&[&[1], &[0, 2], &[0]]), [[0, 1]]);
    }

    #[test]
    fn survives_long_chains_and_many_circles() {
        let length = 100_000;
        let mut edges: Vec<Vec<Edge>> = (0..length)
            .map(|node| {
                let edge = |to| Edge {
                    to,
                    span: Span::default(),
                };
                vec![edge((node + 1) % length), edge(0)]
            })
            .collect();
        assert_eq!(sort(&edges).circles.len(), 2);
        edges[length - 1].clear();
        for node in &mut edges {
            node.truncate(1);
        }
        let sorted = sort(&edges);
        assert!(sorted.circles.is_empty());
        assert_eq!(sorted.order.first(), Some(&(length - 1)));
    }
}
