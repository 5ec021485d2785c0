//! Settings that several questions have in common.

/// Methods of a builder with a field `world` and the field that each method sets.
macro_rules! settings {
    ($($setting:ident)*) => {
        $(crate::world::settings::settings! { @$setting })*
    };
    (@readings) => {
        /// Settles readings: each is `PREREQUISITE=NAME`, or `NAME` for all prerequisites that have
        /// it.
        ///
        /// # Errors
        ///
        /// `input/no-such-reading`, or `input/contradiction`.
        pub fn readings<S: AsRef<str>>(
            mut self,
            wanted: impl IntoIterator<Item = S>,
        ) -> Result<Self, Error> {
            self.readings = self.world.readings(wanted)?;
            Ok(self)
        }
    };
    (@options) => {
        /// How the proposal is taken: whether rival readings count, and sources of which grade.
        pub fn options(mut self, options: Options) -> Self {
            self.options = options;
            self
        }
    };
}

pub(super) use settings;
