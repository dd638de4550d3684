//! The checksum that came with a piece.

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// How it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// SHA-1, which the protocol asks every server for; it finds what a line garbled, not what somebody forged.
    Sha1,
    /// SHA-256.
    Sha256,
}

/// A checksum, and what came so far.
pub(crate) struct Checksum {
    expected: Vec<u8>,
    seen: Seen,
}

enum Seen {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Checksum {
    /// To be compared with that.
    pub(crate) fn new(algorithm: Algorithm, expected: Vec<u8>) -> Self {
        let seen = match algorithm {
            Algorithm::Sha1 => Seen::Sha1(Sha1::new()),
            Algorithm::Sha256 => Seen::Sha256(Sha256::new()),
        };
        Self { expected, seen }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.seen {
            Seen::Sha1(seen) => seen.update(bytes),
            Seen::Sha256(seen) => seen.update(bytes),
        }
    }

    pub(super) fn holds(self) -> bool {
        match self.seen {
            Seen::Sha1(seen) => seen.finalize().as_slice() == self.expected,
            Seen::Sha256(seen) => seen.finalize().as_slice() == self.expected,
        }
    }
}
