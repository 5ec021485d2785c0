//! What can be said of snapshots.

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct Snapshots {
    /// Keep what policies say of each text in NAME.snapshot.yaml: those of its
    /// expectation, and of --policy for texts without one, too
    #[arg(long, group = "of_policies", help_heading = "Snapshots")]
    pub snapshot: bool,
    /// Show each change of a snapshot, and accept, reject or skip it: a key
    /// answers on a terminal, elsewhere a line of standard input
    #[arg(long, conflicts_with_all = ["accept", "coverage"], help_heading = "Snapshots")]
    pub review: bool,
    /// Accept all changes of snapshots
    #[arg(long, conflicts_with = "coverage", help_heading = "Snapshots")]
    pub accept: bool,
    /// Write no snapshot. It is so anyway where the environment variable CI is set
    #[arg(long, conflicts_with_all = ["accept", "review"], help_heading = "Snapshots")]
    pub frozen: bool,
    /// Exit with 2 if a snapshot is left over whose text or policy is gone
    #[arg(long, help_heading = "Snapshots")]
    pub strict: bool,
}
