//! What was asked of an authenticator, until it answers. The challenge goes to the browser; everything else stays here.

use domain::account::CEREMONY_MINUTES;
use domain::time::Instant;

use crate::connection::{statements, values};
use crate::error::StoreError;
use crate::{Store, token};

statements! {
    FORGET = "DELETE FROM passkey_ceremony WHERE expires_at <= $1";
    BEGIN = "INSERT INTO passkey_ceremony (challenge_hash, purpose, browser_hash, state, expires_at)
        VALUES ($1, $2, $3, $4, $5)";
    TAKE = "DELETE FROM passkey_ceremony WHERE challenge_hash = $1 AND purpose = $2 AND browser_hash = $3
        AND expires_at > $4 RETURNING state";
}

/// What a passkey is asked for. An answer for one purpose is none for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CeremonyPurpose {
    /// A new one is made for an account.
    AddToAccount,
    /// An account is signed in to.
    SignInToAccount,
    /// A new one is made for somebody who works here.
    AddToMember,
    /// The first second factor of somebody who works here is made.
    EnrolMember,
    /// Somebody signs in to work here.
    SignInMember,
    /// Somebody whose password was right signs in to work here.
    SecondFactor,
    /// Somebody who works here proves again who they are.
    ProveMember,
}

impl CeremonyPurpose {
    fn name(self) -> &'static str {
        match self {
            Self::AddToAccount => "add_to_account",
            Self::SignInToAccount => "sign_in_to_account",
            Self::AddToMember => "add_to_member",
            Self::EnrolMember => "enrol_member",
            Self::SignInMember => "sign_in_member",
            Self::SecondFactor => "second_factor",
            Self::ProveMember => "prove_member",
        }
    }
}

/// A ceremony that begins.
#[derive(Debug, Clone)]
pub struct NewCeremony {
    /// What it is for.
    pub purpose: CeremonyPurpose,
    /// 128 random bits that the authenticator signs.
    pub challenge: String,
    /// What the asking browser keeps: its session's token or one for this.
    pub browser_token: String,
    /// What the answer is checked against.
    pub state: String,
    /// The real time.
    pub now: Instant,
}

impl Store {
    /// Remembers what is asked of an authenticator.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn begin_passkey_ceremony(&self, ceremony: NewCeremony) -> Result<(), StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let NewCeremony { purpose, challenge, browser_token, state, now } = ceremony;
                    connection.execute(FORGET, values![now]).await?;
                    let mut row = values![token::hash(&challenge), purpose.name(), token::hash(&browser_token), state];
                    row.extend(values![now.plus_minutes(CEREMONY_MINUTES)]);
                    connection.execute(BEGIN, row).await.map(|_| ())
                })
            })
            .await
    }

    /// What an answer is checked against, which it uses up: a challenge that was answered once, too late, in another
    /// browser or for another purpose is unknown.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn take_passkey_ceremony(
        &self,
        purpose: CeremonyPurpose,
        challenge: &str,
        browser_token: &str,
        now: Instant,
    ) -> Result<Option<String>, StoreError> {
        let row = values![token::hash(challenge), purpose.name(), token::hash(browser_token), now];
        self.engine
            .write(move |connection| {
                Box::pin(
                    async move { connection.fetch_one(TAKE, row).await?.map(|found| found.text("state")).transpose() },
                )
            })
            .await
    }
}
