//! The codes of everything that is said about a text, from one list.

use std::fmt;

use serde::{Serialize, Serializer};

/// Defines [`Code`] and everything that follows from the list of its names.
macro_rules! codes {
    ($($code:ident => $name:literal,)*) => {
        /// A stable code of a [`Diagnostic`](crate::text::Diagnostic). Each has a page in
        /// `docs/diagnostics.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $code,)*
        }

        impl Code {
            /// Every code, in alphabetical order.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// The code as people and programs get it: `policy/missing-uses`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    CiteBadArgument => "cite/bad-argument",
    CiteNoSuchSource => "cite/no-such-source",
    ConditionBareTerm => "condition/bare-term",
    ConditionCircularDefinition => "condition/circular-definition",
    ConditionComparedDefinition => "condition/compared-definition",
    ConditionNoLines => "condition/no-lines",
    ConditionNotWhole => "condition/not-whole",
    ConditionNumberOfLines => "condition/number-of-lines",
    ConditionReversedBetween => "condition/reversed-between",
    ConditionTooDeep => "condition/too-deep",
    ConditionUnknownName => "condition/unknown-name",
    ConditionWrongComparison => "condition/wrong-comparison",
    ConstantLabelOfOtherTerm => "constant/label-of-other-term",
    ConstantMissingUnit => "constant/missing-unit",
    ConstantNotANumber => "constant/not-a-number",
    ConstantNotYesOrNo => "constant/not-yes-or-no",
    ConstantOffStep => "constant/off-step",
    ConstantOutOfBounds => "constant/out-of-bounds",
    ConstantTooManyDigits => "constant/too-many-digits",
    ConstantUnknownLabel => "constant/unknown-label",
    ConstantWrongUnit => "constant/wrong-unit",
    EditIncoherent => "edit/incoherent",
    EditLayout => "edit/layout",
    EditPackage => "edit/package",
    ExpectationDuplicateKey => "expectation/duplicate-key",
    ExpectationNoName => "expectation/no-name",
    ExpectationNothing => "expectation/nothing",
    ExpectationTwoOutcomes => "expectation/two-outcomes",
    ExpectationUnknownKey => "expectation/unknown-key",
    ExpectationUnknownName => "expectation/unknown-name",
    ExpectationWithoutProposal => "expectation/without-proposal",
    ExpectationWrongValue => "expectation/wrong-value",
    InputBadPrice => "input/bad-price",
    InputChanged => "input/changed",
    InputContradiction => "input/contradiction",
    InputControlCharacter => "input/control-character",
    InputNoSuchCode => "input/no-such-code",
    InputNoSuchCommand => "input/no-such-command",
    InputNoSuchFinding => "input/no-such-finding",
    InputNoSuchName => "input/no-such-name",
    InputNoSuchPolicy => "input/no-such-policy",
    InputNoSuchReading => "input/no-such-reading",
    InputNoSuchTerm => "input/no-such-term",
    InputNoSuchVocabulary => "input/no-such-vocabulary",
    InputNoTest => "input/no-test",
    InputNotAFile => "input/not-a-file",
    InputNotAPolicy => "input/not-a-policy",
    InputNotAVocabulary => "input/not-a-vocabulary",
    InputNotFound => "input/not-found",
    InputNotReadable => "input/not-readable",
    InputNotTwoPolicies => "input/not-two-policies",
    InputNotUtf8 => "input/not-utf8",
    InputNotWritable => "input/not-writable",
    InputNothingToCheck => "input/nothing-to-check",
    InputOtherName => "input/other-name",
    InputPassedOver => "input/passed-over",
    InputSameName => "input/same-name",
    InputSamePolicy => "input/same-policy",
    InputStdinTwice => "input/stdin-twice",
    InputTooLarge => "input/too-large",
    InputTwoVocabularies => "input/two-vocabularies",
    LimitAlternatives => "limit/alternatives",
    LimitBudget => "limit/budget",
    LimitConflicts => "limit/conflicts",
    LintAlwaysTrue => "lint/always-true",
    LintContradiction => "lint/contradiction",
    LintIdleLine => "lint/idle-line",
    LintImplied => "lint/implied",
    LintMayNotArise => "lint/may-not-arise",
    LintNeverApplies => "lint/never-applies",
    LintNeverMet => "lint/never-met",
    LintNeverTrue => "lint/never-true",
    LintNeverUnmet => "lint/never-unmet",
    LintNoCitation => "lint/no-citation",
    LintNothingDecides => "lint/nothing-decides",
    LintPolicyNeverMet => "lint/policy-never-met",
    LintRepeatedLine => "lint/repeated-line",
    LintSameReadings => "lint/same-readings",
    LintUnusedAllow => "lint/unused-allow",
    LintUnusedName => "lint/unused-name",
    LintUnusedTerms => "lint/unused-terms",
    OutputCutOff => "output/cut-off",
    OutputLeftOut => "output/left-out",
    PackageMissingMember => "package/missing-member",
    PackageNoMembers => "package/no-members",
    PackageNoSingleText => "package/no-single-text",
    PackageOwnProvisions => "package/own-provisions",
    PackageSameMember => "package/same-member",
    PackageTooManyMembers => "package/too-many-members",
    PolicyBadDate => "policy/bad-date",
    PolicyBadGrade => "policy/bad-grade",
    PolicyBadParagraph => "policy/bad-paragraph",
    PolicyBadSha256 => "policy/bad-sha256",
    PolicyBadWeight => "policy/bad-weight",
    PolicyChangedMeaning => "policy/changed-meaning",
    PolicyDuplicateField => "policy/duplicate-field",
    PolicyDuplicateName => "policy/duplicate-name",
    PolicyDuplicateReading => "policy/duplicate-reading",
    PolicyDuplicateSource => "policy/duplicate-source",
    PolicyFormerName => "policy/former-name",
    PolicyMissingMust => "policy/missing-must",
    PolicyMissingRaisedWhen => "policy/missing-raised-when",
    PolicyMissingTitle => "policy/missing-title",
    PolicyMissingUses => "policy/missing-uses",
    PolicyNameIsLabel => "policy/name-is-label",
    PolicyNoPrerequisites => "policy/no-prerequisites",
    PolicyRepeatedClause => "policy/repeated-clause",
    PolicySingleReading => "policy/single-reading",
    PolicyTooManyReadings => "policy/too-many-readings",
    PolicyUnknownField => "policy/unknown-field",
    PolicyUnknownSource => "policy/unknown-source",
    PolicyWrongVocabulary => "policy/wrong-vocabulary",
    ProposalAlwaysArises => "proposal/always-arises",
    ProposalChangedMeaning => "proposal/changed-meaning",
    ProposalDuplicateKey => "proposal/duplicate-key",
    ProposalEmpty => "proposal/empty",
    ProposalEmptyBounds => "proposal/empty-bounds",
    ProposalEmptyList => "proposal/empty-list",
    ProposalFormerName => "proposal/former-name",
    ProposalIncoherent => "proposal/incoherent",
    ProposalListForOne => "proposal/list-for-one",
    ProposalMergeKey => "proposal/merge-key",
    ProposalMissingKey => "proposal/missing-key",
    ProposalNewerEdition => "proposal/newer-edition",
    ProposalNoSuchDate => "proposal/no-such-date",
    ProposalNoValue => "proposal/no-value",
    ProposalNotAChoice => "proposal/not-a-choice",
    ProposalNotAList => "proposal/not-a-list",
    ProposalNotAProposal => "proposal/not-a-proposal",
    ProposalNotAValue => "proposal/not-a-value",
    ProposalNotHere => "proposal/not-here",
    ProposalOffGrid => "proposal/off-grid",
    ProposalOtherName => "proposal/other-name",
    ProposalOtherVocabulary => "proposal/other-vocabulary",
    ProposalRepeatedMember => "proposal/repeated-member",
    ProposalSeveralDocuments => "proposal/several-documents",
    ProposalSilentInReports => "proposal/silent-in-reports",
    ProposalStatesNothing => "proposal/states-nothing",
    ProposalTooMuch => "proposal/too-much",
    ProposalTwoForms => "proposal/two-forms",
    ProposalUnknownAnchor => "proposal/unknown-anchor",
    ProposalUnknownKey => "proposal/unknown-key",
    ProposalUnknownSource => "proposal/unknown-source",
    ProposalUnknownTerm => "proposal/unknown-term",
    ProposalUnlistedWithoutFullCoverage => "proposal/unlisted-without-full-coverage",
    ProposalUnsourced => "proposal/unsourced",
    ProposalWrongForm => "proposal/wrong-form",
    ProposalWrongShape => "proposal/wrong-shape",
    ProposalWrongUnit => "proposal/wrong-unit",
    ProposalYaml => "proposal/yaml",
    SnapshotFrozen => "snapshot/frozen",
    SnapshotLeftOver => "snapshot/left-over",
    SyntaxAfterTheEnd => "syntax/after-the-end",
    SyntaxBadName => "syntax/bad-name",
    SyntaxEmpty => "syntax/empty",
    SyntaxEmptyBlock => "syntax/empty-block",
    SyntaxEscape => "syntax/escape",
    SyntaxGroupWithoutBraces => "syntax/group-without-braces",
    SyntaxInfix => "syntax/infix",
    SyntaxKeywordAsLabel => "syntax/keyword-as-label",
    SyntaxKeywordAsName => "syntax/keyword-as-name",
    SyntaxMalformed => "syntax/malformed",
    SyntaxMisplaced => "syntax/misplaced",
    SyntaxMissingComma => "syntax/missing-comma",
    SyntaxMissingName => "syntax/missing-name",
    SyntaxMissingValue => "syntax/missing-value",
    SyntaxNotAComparison => "syntax/not-a-comparison",
    SyntaxNotACondition => "syntax/not-a-condition",
    SyntaxNotAPolicy => "syntax/not-a-policy",
    SyntaxSecondKind => "syntax/second-kind",
    SyntaxSign => "syntax/sign",
    SyntaxStrayBrace => "syntax/stray-brace",
    SyntaxTooDeep => "syntax/too-deep",
    SyntaxTrailingComma => "syntax/trailing-comma",
    SyntaxUnclosedBrace => "syntax/unclosed-brace",
    SyntaxUnclosedString => "syntax/unclosed-string",
    SyntaxUnknownWord => "syntax/unknown-word",
    VocabularyAlwaysWithoutMust => "vocabulary/always-without-must",
    VocabularyBadEdition => "vocabulary/bad-edition",
    VocabularyBoundOffStep => "vocabulary/bound-off-step",
    VocabularyCircularArising => "vocabulary/circular-arising",
    VocabularyDuplicateLabel => "vocabulary/duplicate-label",
    VocabularyDuplicateName => "vocabulary/duplicate-name",
    VocabularyFormerNameTaken => "vocabulary/former-name-taken",
    VocabularyNameIsLabel => "vocabulary/name-is-label",
    VocabularyNoTerms => "vocabulary/no-terms",
    VocabularyNothingWithoutSet => "vocabulary/nothing-without-set",
    VocabularyRepeatedClause => "vocabulary/repeated-clause",
    VocabularyReversedBounds => "vocabulary/reversed-bounds",
    VocabularySilenceOfSet => "vocabulary/silence-of-set",
    VocabularySilentLabel => "vocabulary/silent-label",
    VocabularyStepNotPositive => "vocabulary/step-not-positive",
    VocabularyTooFewLabels => "vocabulary/too-few-labels",
    VocabularyTooManyLabels => "vocabulary/too-many-labels",
    VocabularyTooManyValues => "vocabulary/too-many-values",
    VocabularyTwoWaysToArise => "vocabulary/two-ways-to-arise",
    VocabularyUnsatisfiable => "vocabulary/unsatisfiable",
}

impl Code {
    /// The code of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// What it is about, the part of its name before the `/`: `policy`.
    #[must_use]
    pub fn family(self) -> &'static str {
        let name = self.name();
        name.split_once('/').map_or(name, |(family, _)| family)
    }
}

/// Shown by its name.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Programs get its name.
impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_found_by_their_names() {
        assert!(Code::ALL.is_sorted_by(|a, b| a.name() < b.name()));
        for &code in Code::ALL {
            assert_eq!(Code::named(code.name()), Some(code));
        }
        assert_eq!(Code::LimitBudget.family(), "limit");
    }
}
