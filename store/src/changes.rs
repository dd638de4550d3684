//! The change feed: what was committed, told to everyone who keeps something derived from it.

use std::sync::Arc;

use domain::content::{Id, MediaKey};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, mpsc};

/// How many changes a slow reader may fall behind before it is told that it missed some.
const BACKLOG: usize = 1024;

/// Something that was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Change {
    /// A release was made; read it and swap it in.
    Released {
        /// Its number.
        number: i64,
    },
    /// Editors' working copy changed.
    WorkingCopy,
    /// Captions or chapters of a recording changed.
    TimedText {
        /// The recording's file.
        media: MediaKey,
    },
    /// Places of an event were taken or given back.
    Places {
        /// The event.
        event: Id,
    },
    /// A registration was given a deadline that may be nearer than any other, or more is left to be given out.
    Deadline,
    /// There is new mail to send.
    Outbox,
    /// An uploaded file began, is complete, or was taken away.
    Media,
    /// Something was made of an uploaded file, or could not be: pictures, sound, texts.
    Made {
        /// The file.
        media: MediaKey,
    },
    /// Something was set for the whole site.
    Settings,
    /// Changes of other processes may have been missed; read again whatever you keep. On SQLite this is all that is heard
    /// of another process on the same file, within a second.
    Missed,
}

impl Change {
    /// Whether other processes must hear of it even if this one dies right after the commit: then it is sent with the
    /// transaction. The others are frequent and only make a number fresher; they are sent afterwards, several at a time,
    /// because on PostgreSQL a notification inside a transaction makes commits queue up behind each other.
    pub(crate) fn belongs_to_its_transaction(&self) -> bool {
        matches!(
            self,
            Self::Released { .. }
                | Self::WorkingCopy
                | Self::TimedText { .. }
                | Self::Deadline
                | Self::Media
                | Self::Made { .. }
                | Self::Settings
        )
    }
}

/// Where changes are told; clones tell the same listeners.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    here: broadcast::Sender<Change>,
    /// To the task that tells other processes; only on PostgreSQL.
    elsewhere: Option<mpsc::UnboundedSender<Change>>,
    /// Marks our own notifications, so that we do not hear ourselves.
    origin: Arc<str>,
}

/// A change as it travels between processes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// The process it comes from.
    pub(crate) origin: String,
    /// The change.
    pub(crate) change: Change,
}

impl Feed {
    pub(crate) fn new(elsewhere: Option<mpsc::UnboundedSender<Change>>) -> Self {
        let origin = uuid::Uuid::new_v4().to_string().into();
        Self { here: broadcast::Sender::new(BACKLOG), elsewhere, origin }
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.here.subscribe()
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Tells what this process committed.
    pub(crate) fn committed(&self, changes: Vec<Change>) {
        for change in changes {
            if let Some(elsewhere) = self.elsewhere.as_ref().filter(|_| !change.belongs_to_its_transaction()) {
                // The task ends only with the store; then nobody is left to be told.
                let _closing = elsewhere.send(change.clone());
            }
            self.tell_here(change);
        }
    }

    /// Tells the listeners of this process.
    pub(crate) fn tell_here(&self, change: Change) {
        // An error only means that nobody listens.
        let _nobody = self.here.send(change);
    }

    /// The text of a notification.
    pub(crate) fn envelope(&self, change: &Change) -> Result<String, crate::StoreError> {
        crate::connection::to_json(&Envelope { origin: self.origin.to_string(), change: change.clone() })
    }
}
