//! Answers as data: owned, serialisable, decided.
//!
//! One type for each question, in one [`Envelope`] with the policies that were asked about and what
//! went wrong. JSON is what these types serialise to, and its schemas are derived from them. Code
//! that shows an answer to a person makes no more decisions: an answer already says which lines
//! stand in the way, what a proposal says of a term, and what a verdict follows from.
//!
//! What is said in English is a [`Phrase`](crate::text::Phrase); what comes from a file and may hold
//! anything is [`Untrusted`](crate::text::Untrusted). Names of a policy or a vocabulary and values in
//! the words of the language are plain strings, for their grammar allows nothing that could do harm.

mod account;
mod background;
mod brief;
mod cells;
mod check;
mod citation;
mod cite;
mod compare;
mod compare_policies;
mod coverage;
mod demand;
mod diff;
mod digest;
mod envelope;
mod evidence;
mod finding;
mod fixture;
mod influence;
pub(crate) mod json;
mod layout;
mod left;
mod line;
mod lint;
mod migrate;
mod mutate;
mod options;
mod patch;
mod place;
mod policy;
mod proposal;
mod proposal_schema;
mod repair;
mod rests;
mod said;
mod sensitivity;
mod settling;
mod share;
mod show;
mod test;
mod together;
mod unfinished;
mod warning;
mod what_if;
pub(crate) mod words;
mod zopa;

pub use account::{Account, Set};
pub use background::BackgroundAnswer;
pub use brief::{Decider, Need};
pub use cells::{Cells, Stretch};
pub use check::{
    CheckAnswer, Checks, Counts, NoScore, Score, Shares, Summary, Weight, Weights, check,
};
pub use citation::CitationAnswer;
pub use cite::{CiteAnswer, Cites, CopyAnswer, LocatedAnswer, LocatedState, NearAnswer};
pub use compare::{
    AheadAnswer, BalanceAnswer, CompareSummary, ComparedOn, ComparedText, Comparison, Comparisons,
    FactorAnswer, FractionAnswer, GroupBy, LeadAnswer, LeadsOn, MetOfAnswer, MostAnswer,
    OneWeightAnswer, Over, PairAnswer, PairCounts, PairFinding, RootAnswer, SideAnswer, Sort,
    StandingAnswer, StepsAnswer, TextByPolicy, TrialAnswer, TurningWeight, VerdictCounts,
};
pub(crate) use compare::{Found, Looked, pair, put_in_order};
pub use compare_policies::{
    ComparePoliciesAnswer, ProvidedAnswer, ShowsAnswer, WitnessAnswer, compare_policies,
};
pub use coverage::{
    Case, CaseCounts, CaseState, ConditionCovered, CoverageAnswer, CoverageTests, Coverages,
    SeenCounts, WithinKind,
};
pub use demand::{DemandRef, Party, SomethingOf, WarningRef};
pub(crate) use diff::diff;
pub use diff::policies as policy_diff;
pub use diff::{
    AskedOtherwise, CauseAnswer, ChangeCounts, ChangeKind, DiffAnswer, DiffByPolicy, Diffs,
    Direction, FindingChange, MembersChange, MissingAnswer, MissingTerm, OffsetAnswer,
    PolicyDiffAnswer, PrerequisiteChange, ProvisionChange, ReadingChange, RecordedChange,
    SaysAnswer, TextChange, TextFinding, VerdictWas, WarningChange, WarningRuleChange,
};
pub use digest::Digest;
pub use envelope::{Answers, Envelope, FORMAT};
pub use evidence::{Evidence, SourceRef};
pub use finding::{DecidedBy, Finding, FindingInFull, ReadingVerdict};
pub use fixture::FixtureAnswer;
pub use influence::{
    AskAnswer, BestAnswer, InfluenceAnswer, Influences, OpenRef, SettledFinding, WeightAnswer,
    influence,
};
pub use layout::{LayoutAnswer, Layouts};
pub use left::{AdvisoryUnmet, RaisedAnswer};
pub use line::{InTheWay, Line, NearestStep, RoleName};
pub use lint::{AllowedAnswer, LintAnswer, Lints};
pub use migrate::{
    ChangedAnswer, EditionChange, MigrationAnswer, Migrations, RenamedAnswer, TextKind,
};
pub use mutate::{MutantAnswer, MutantCounts, MutantFate, MutantOf, MutatedAnswer, Mutations};
pub(crate) use mutate::{needs, owner};
pub use options::{OptionsTaken, ReadingTaken};
pub use patch::PatchLine;
pub use policy::{PolicyRef, VocabularyRef};
pub use proposal::ProposalRef;
pub use proposal_schema::proposal_schema;
pub use repair::{
    Action, ChangeAnswer, CollisionAnswer, CostAnswer, RepairAnswer, RepairOption, RepairOutcome,
    Repairs, VerdictBy, repair,
};
pub use rests::{Failures, RestsOn, UnderGrade, UnderReading, WithRivals};
pub use said::LabelAnswer;
pub use sensitivity::{
    AssumptionAnswer, Discrimination, Sensitivities, SensitivityAnswer, TextUnder, sensitivity,
};
pub use settling::{AnswerRange, Reasons, Settling};
pub use share::Range;
pub use show::{
    Arises, AskedBy, DefinitionShown, LabelShown, LineShown, NumbersShown, PolicyShown,
    PrerequisiteShown, ReadingShown, Shown, Shows, Silence, SourceShown, TermShown,
    VocabularyShown, WarningShown,
};
pub use test::{
    Recorded, SnapshotAnswer, SnapshotDecision, SnapshotDifference, SnapshotOf, SnapshotState,
    SnapshotSummary, TestAnswer, TestFailure, TestSummary, Tested, Tests,
};
pub(crate) use test::{failures, not_refused, record, refused, telling};
pub use together::{Differing, MemberSays};
pub use unfinished::UnfinishedPart;
pub use warning::{WarningAnswer, WarningInFull};
pub use what_if::{
    CoherenceRoot, Columns, DraftText, FindingRoot, GroupRoot, LabelChoice, PieceRoot, Possible,
    TermChoices, TextPiece, Values, WarningRoot, WhatIf, what_if,
};
pub use words::Sentence;
pub use zopa::{
    AloneAnswer, Amount, ApartAnswer, AskedCells, BetweenAnswer, CitedDemand, ClashAnswer,
    CompromiseAnswer, ConcessionAnswer, DeadlockAnswer, DepartureAnswer, DistanceFrom, GapAnswer,
    ReadAnswer, RoomAnswer, ShareAnswer, SharedAnswer, WarnedAnswer, WayAnswer, WaysOut,
    ZoneAnswer, ZopaAnswer, zopa,
};

#[cfg(test)]
pub(crate) mod schemas {
    //! The schemas of all documents are derived from what is serialised, so that they cannot drift.

    use std::fs;
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{JsonSchema, Schema};
    use serde_json::Value;

    use super::{
        Checks, Cites, ComparePoliciesAnswer, Comparisons, Coverages, Diffs, Envelope, Influences,
        Layouts, Lints, Migrations, Mutations, Repairs, Sensitivities, Shows, Tests, ZopaAnswer,
    };

    /// Holds `schema/NAME.schema.json` to a document; with `UPDATE_DOCS` set it is written anew.
    pub(crate) fn hold<T: JsonSchema>(name: &str, command: &str) {
        let generator = SchemaSettings::default().for_serialize().into_generator();
        let mut schema = generator.into_root_schema_for::<T>();
        let title = format!("servanda {command}, format 1");
        schema.insert("title".to_owned(), title.into());
        let about = format!("What `servanda {command} --format json` prints.");
        schema.insert("description".to_owned(), about.into());
        let mut schema = schema.to_value();
        absent_not_null(&mut schema);
        let schema = Schema::try_from(schema).unwrap();
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
        let path = folder.join(format!("{name}.schema.json"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == text,
            "{name} is out of date: UPDATE_DOCS=1 cargo test --lib schemas"
        );
    }

    /// What need not be there is left out where there is none: it is never `null`.
    fn absent_not_null(schema: &mut Value) {
        let required: Vec<Value> = (schema.get("required").and_then(Value::as_array))
            .cloned()
            .unwrap_or_default();
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            for (name, property) in properties {
                if !required.contains(&name.as_str().into()) {
                    not_null(property);
                }
            }
        }
        let parts: Vec<&mut Value> = match schema {
            Value::Object(object) => object.values_mut().collect(),
            Value::Array(items) => items.iter_mut().collect(),
            _ => Vec::new(),
        };
        parts.into_iter().for_each(absent_not_null);
    }

    fn not_null(property: &mut Value) {
        if let Some(Value::Array(types)) = property.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = &types[..] {
                property["type"] = only.clone();
            }
        }
        let Some(Value::Array(choices)) = property.get_mut("anyOf") else {
            return;
        };
        choices.retain(|choice| choice["type"] != "null");
        if let [Value::Object(only)] = &choices[..] {
            let only = only.clone();
            if let Value::Object(property) = property {
                property.remove("anyOf");
                property.extend(only);
            }
        }
    }

    #[test]
    fn schemas_say_what_is_printed() {
        hold::<Envelope<Checks>>("report", "check");
        hold::<Envelope<Repairs>>("repair", "repair");
        hold::<Envelope<ZopaAnswer>>("zopa", "zopa");
        hold::<Envelope<Influences>>("influence", "influence");
        hold::<Envelope<Lints>>("lint", "lint");
        hold::<Envelope<Comparisons>>("compare", "compare");
        hold::<Envelope<Diffs>>("diff", "diff");
        hold::<Envelope<ComparePoliciesAnswer>>("compare-policies", "compare-policies");
        hold::<Envelope<Cites>>("cite", "cite");
        hold::<Envelope<Shows>>("show", "show");
        hold::<Envelope<Sensitivities>>("sensitivity", "sensitivity");
        hold::<Envelope<Migrations>>("migrate", "migrate");
        hold::<Envelope<Layouts>>("fmt", "fmt");
        hold::<Envelope<Tests>>("test", "test");
        hold::<Envelope<Mutations>>("mutate", "test --mutate");
        hold::<Envelope<Coverages>>("coverage", "test --coverage");
    }
}
