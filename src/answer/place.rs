//! Places as programs see them: with lines and columns, start and end.

use serde::{Serialize, Serializer};

use crate::text::{Place, Untrusted};

/// A stretch of a file; lines and columns start at 1, columns count characters.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Place", deny_unknown_fields))]
struct PlaceJson {
    /// The file, as it was named.
    file: Untrusted,
    /// The line on which it starts.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// The column of its first character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    column: usize,
    /// The line on which it ends.
    #[cfg_attr(test, schemars(range(min = 1)))]
    end_line: usize,
    /// The column after its last character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    end_column: usize,
}

impl From<&Place> for PlaceJson {
    fn from(place: &Place) -> Self {
        let (line, column) = place.source.line_and_column(place.span.start);
        let (end_line, end_column) = place.source.line_and_column(place.span.end);
        Self {
            file: place.source.name().into(),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// Serialises names and numbers only. A program that has the place itself can still show an
/// excerpt, because the place holds its source.
impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlaceJson::from(self).serialize(serializer)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        PlaceJson::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        PlaceJson::json_schema(generator)
    }
}
