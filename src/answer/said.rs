//! What is said about an input, for programs.

use serde::{Serialize, Serializer};

use crate::text::diagnostic::Label;
use crate::text::{Diagnostic, Place, Severity};

/// Something said about an input.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Said", deny_unknown_fields))]
pub(super) struct SaidJson<'a> {
    /// A stable code; `servanda explain CODE` tells more.
    code: &'a str,
    /// Whether the input cannot be used, or can.
    severity: Severity,
    /// The cause.
    message: &'a str,
    /// The main place.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a Place>,
    /// Every place that it concerns, the main one first, with what is said there.
    #[serde(skip_serializing_if = "<[LabelAnswer]>::is_empty")]
    pub places: Vec<LabelAnswer>,
    /// The way out.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    help: &'a [String],
}

/// A place that a diagnostic concerns.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Label", deny_unknown_fields))]
#[non_exhaustive]
pub struct LabelAnswer {
    /// Where.
    pub place: Place,
    /// What is said there; absent if nothing is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
}

impl From<&Label> for LabelAnswer {
    fn from(label: &Label) -> Self {
        Self {
            place: label.place.clone(),
            says: label.text.clone(),
        }
    }
}

impl<'a> From<&'a Diagnostic> for SaidJson<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code.name(),
            severity: diagnostic.severity,
            message: &diagnostic.message,
            place: diagnostic.place(),
            places: diagnostic.labels.iter().map(LabelAnswer::from).collect(),
            help: &diagnostic.help,
        }
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SaidJson::from(self).serialize(serializer)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Diagnostic {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        SaidJson::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        SaidJson::json_schema(generator)
    }
}
