//! `servanda repair`: the cheapest changes after which proposals are met.

use std::path::Path;

use servanda::answer::{self, Envelope, RepairAnswer, Repairs};
use servanda::limit::{Cancel, Limit};
use servanda::policy::Policy;
use servanda::proposal::{Edited, Options, Proposal};
use servanda::questions::demands::Demands;
use servanda::questions::judge::Judge;
use servanda::questions::repair::{self, Mending, Prices};
use servanda::render::Mended;
use servanda::text::Diagnostic;
use servanda::verdict::Verdict;
use servanda::world::{Changes, Error, Linting, World};

use super::args::{Format, Repair};
use super::asked::{files, options, priced, read, settled, tell, together};
use super::input::Disk;
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::worded;
use super::{Exit, input};

/// One proposal with what can be done about it.
struct One {
    proposal: Proposal,
    verdicts: Vec<Verdict>,
    mending: Mending,
    texts: Vec<Result<Edited, Box<Diagnostic>>>,
    written: bool,
}

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
    let mut done: Vec<One> = Vec::new();
    for (file, error) in files(&args.files) {
        let read = match error {
            Some(error) => Err(vec![error]),
            None if args.write && file.as_os_str() == "-" => {
                let why = "it is standard input; `--format json` has the new text";
                Err(vec![input::refused(&file, why)])
            }
            None => read(&file, world),
        };
        match read.and_then(|proposal| asked.one(budget, proposal, &file)) {
            Ok(one) => {
                exit = exit.or(match one.mending {
                    Mending::Never { .. } => Exit::Unmet,
                    _ => Exit::Met,
                });
                asked.show(&one, done.is_empty(), output);
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
        let proposals = done.iter().map(|one| asked.answer(one)).collect();
        output.text(&Envelope::new(all, Repairs::new(proposals), &errors).json());
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

    fn one(&self, budget: Budget, proposal: Proposal, file: &Path) -> Result<One, Vec<Diagnostic>> {
        let vocabulary = self.demands.vocabulary();
        let known = proposal.knowledge(vocabulary, self.options);
        let most = usize::from(self.args.all);
        let (verdicts, mending, texts) = watched(budget, |cancel| {
            let verdicts = self.verdicts(&proposal, cancel)?;
            let mending = self.demands.repair(&known, &self.prices, most, cancel);
            let mending = mending.map_err(|limit| vec![limit.diagnostic()])?;
            let carried_out = |repair: &repair::Repair| {
                let text = repair.carried_out(&proposal, &self.judges[0], self.options, cancel);
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
        Ok(One {
            proposal,
            verdicts,
            mending,
            texts,
            written,
        })
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

    fn show(&self, one: &One, first: bool, output: &mut Output) {
        let mended = self.mended(one);
        let gap = if first { "" } else { "\n" };
        match self.args.print.format {
            Format::Text => {
                let style = output.style(false);
                output.text(&format!("{gap}{}", mended.text(style)));
            }
            Format::Plain => output.text(&format!("{gap}{}", mended.plain())),
            Format::Json => {}
        }
    }

    fn answer(&self, one: &One) -> RepairAnswer {
        let mut answer = answer::repair(
            &self.demands,
            &one.proposal,
            self.options,
            &one.verdicts,
            &one.mending,
            &one.texts,
        );
        answer.written = one.written;
        answer
    }

    fn mended<'o>(&'o self, one: &'o One) -> Mended<'o> {
        Mended {
            proposal: &one.proposal,
            options: self.options,
            demands: &self.demands,
            verdicts: &one.verdicts,
            mending: &one.mending,
            texts: &one.texts,
            written: one.written,
        }
    }
}
