//! `servanda repair`: the cheapest changes after which proposals are met.

use std::path::Path;

use servanda::answer::{self, Envelope, RepairAnswer, RepairOutcome, Repairs};
use servanda::limit::{Cancel, Limit};
use servanda::page;
use servanda::policy::Policy;
use servanda::proposal::{Options, Proposal};
use servanda::questions::demands::Demands;
use servanda::questions::judge::Judge;
use servanda::questions::repair::{self, Mending, Prices};
use servanda::text::Diagnostic;
use servanda::verdict::Verdict;
use servanda::world::{Changes, Error, Linting, World};

use super::args::{Format, Repair};
use super::asked::{files, options, priced, read, settled, tell, together};
use super::input::Disk;
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::{Flags, worded};
use super::{Exit, input};

/// Everything that is the same for all proposals.
struct Asked<'a> {
    args: &'a Repair,
    judges: Vec<Judge<'a>>,
    demands: Demands<'a>,
    prices: Prices,
    options: Options,
}

pub(crate) fn run(args: &Repair, output: &mut Output) -> Exit {
    let format = args.print.format;
    // What makes the policies ready counts for the first proposal.
    let mut budget = Budget::new(args.patience.budget);
    let (world, said) = open(budget, &args.by.policies, Linting::On);
    let mut errors = tell(said, format, output);
    let all: Vec<&Policy> = world.iter().flat_map(World::policies).collect();
    let asked = world.as_ref().map(|world| Asked::new(args, budget, world));
    let (world, asked) = match (&world, asked) {
        (Some(world), Some(Ok(asked))) => (world, asked),
        (_, wrong) => {
            let wrong = wrong.and_then(Result::err).unwrap_or_default();
            errors.extend(tell(wrong, format, output));
            if format == Format::Json {
                output.text(&Envelope::new(all, Repairs::default(), &errors).json());
            }
            return Exit::unanswered(&errors);
        }
    };
    let mut exit = Exit::Met;
    let mut done: Vec<RepairAnswer> = Vec::new();
    for (file, error) in files(&args.files) {
        let read = match error {
            Some(error) => Err(vec![error]),
            None if args.write && file.as_os_str() == "-" => {
                let why = "it is standard input; `--format json` has the new text";
                Err(vec![input::refused(&file, why)])
            }
            None => read(&file, world),
        };
        match read.and_then(|proposal| asked.one(budget, &proposal, &file)) {
            Ok(one) => {
                exit = exit.or(match one.answer {
                    RepairOutcome::Impossible => Exit::Unmet,
                    RepairOutcome::Met | RepairOutcome::Repaired => Exit::Met,
                });
                let page = page::repair(&one, &Flags);
                output.one_of_several(&page, done.is_empty(), format);
                done.push(one);
            }
            Err(wrong) => {
                exit = exit.or(Exit::unanswered(&wrong));
                errors.extend(tell(wrong, format, output));
            }
        }
        budget = Budget::new(args.patience.budget);
    }
    if format == Format::Json {
        output.text(&Envelope::new(all, Repairs::new(done), &errors).json());
    }
    exit
}

impl<'a> Asked<'a> {
    fn new(
        args: &'a Repair,
        budget: Budget,
        world: &'a World<Disk>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let readings = settled(&args.by.readings, world)?;
        let changes = Changes {
            freeze: args.freeze.clone(),
            only: args.only.clone(),
            ..priced(&args.priced)
        };
        let prices = world.prices(&changes).map_err(Error::into_diagnostics)?;
        watched(budget, |cancel| {
            let asked = Self {
                args,
                judges: (readings.iter())
                    .map(|policy| Judge::prepare(policy.clone(), cancel))
                    .collect(),
                demands: together(readings, cancel)?,
                prices,
                options: options(&args.taking),
            };
            if cancel.is_stopped() {
                return Err(vec![Limit::Stopped.diagnostic()]);
            }
            Ok(asked)
        })
    }

    fn one(
        &self,
        budget: Budget,
        proposal: &Proposal,
        file: &Path,
    ) -> Result<RepairAnswer, Vec<Diagnostic>> {
        let vocabulary = self.demands.vocabulary();
        let known = proposal.knowledge(vocabulary, self.options);
        let most = usize::from(self.args.all);
        let (verdicts, mending, texts) = watched(budget, |cancel| {
            let verdicts = self.verdicts(proposal, cancel)?;
            let mending = self.demands.repair(&known, &self.prices, most, cancel);
            let mending = mending.map_err(|limit| vec![limit.diagnostic()])?;
            let carried_out = |repair: &repair::Repair| {
                let text = repair.carried_out(proposal, &self.judges[0], self.options, cancel);
                text.map_err(|error| Box::new(worded(*error)))
            };
            let texts: Vec<_> = match &mending {
                Mending::Repairs { cheapest, .. } => cheapest.iter().map(carried_out).collect(),
                _ => Vec::new(),
            };
            Ok::<_, Vec<Diagnostic>>((verdicts, mending, texts))
        })?;
        let mut written = false;
        if self.args.write
            && let Some(text) = texts.first()
        {
            let edited = text.as_ref().map_err(|error| vec![(**error).clone()])?;
            written = !edited.hunks.is_empty();
            if written {
                input::write(file, &edited.text).map_err(|error| vec![error])?;
            }
        }
        let mut answer = answer::repair(
            &self.demands,
            proposal,
            self.options,
            &verdicts,
            &mending,
            &texts,
        );
        answer.written = written;
        Ok(answer)
    }

    /// What each policy makes of the proposal as it stands. It must be coherent.
    fn verdicts(
        &self,
        proposal: &Proposal,
        cancel: &Cancel,
    ) -> Result<Vec<Verdict>, Vec<Diagnostic>> {
        let verdict = |judge: &Judge<'_>| {
            let case = judge.case(proposal, self.options);
            let report = case.check(cancel).map_err(|error| vec![*error])?;
            Ok(report.verdict)
        };
        self.judges.iter().map(verdict).collect()
    }
}
