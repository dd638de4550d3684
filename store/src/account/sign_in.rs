//! Signing in by mail. For every address the same is written: nothing here asks whether it has an account.

use domain::account::{CODE_GUESSES, CODE_MINUTES, DAY_GUESSES, MAILS, MAILS_MINUTES};
use domain::mail::Letter;
use domain::time::Instant;

use super::sessions::{self, NewSession};
use super::{Account, of_proven};
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, NewMail};
use crate::{Store, token};

/// Wishes and letters whose links and codes have long expired are deleted after so many minutes, together, so that whoever
/// erases an account finds them.
const LETTERS_MINUTES: i64 = 24 * 60;
const DAY_MILLISECONDS: i64 = 24 * 60 * 60 * 1_000;

statements! {
    FORGET = "DELETE FROM sign_in WHERE created_at <= $1";
    FORGET_LETTERS = "DELETE FROM outbox WHERE kind = 'sign_in' AND created_at <= $1";
    MAILED = "SELECT count(*) AS mailed FROM sign_in WHERE email_key = $1 AND created_at > $2
        AND link_hash IS NOT NULL";
    INSERT = "INSERT INTO sign_in (browser_hash, email, email_key, link_hash, code_hash, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_BROWSER = "SELECT email, link_hash FROM sign_in WHERE browser_hash = $1 AND used_at IS NULL AND expires_at > $2";
    USE_LINK = "UPDATE sign_in SET used_at = $3
        WHERE browser_hash = $1 AND link_hash = $2 AND used_at IS NULL AND expires_at > $3 RETURNING email";
    COUNT_GUESS = "INSERT INTO sign_in_guess (day, address, guesses) VALUES ($1, $2, 1)
        ON CONFLICT (day, address) DO UPDATE SET guesses = sign_in_guess.guesses + 1 RETURNING guesses";
    FORGET_GUESSES = "DELETE FROM sign_in_guess WHERE day < $1";
    USE_CODE = "UPDATE sign_in SET used_at = $3
        WHERE email_key = $1 AND code_hash = $2 AND used_at IS NULL AND expires_at > $3 AND guesses < $4 RETURNING email";
    MISS = "UPDATE sign_in SET guesses = guesses + 1 WHERE email_key = $1 AND used_at IS NULL";
    USE_REST = "UPDATE sign_in SET used_at = $2 WHERE email_key = $1 AND used_at IS NULL";
}

/// A wish to sign in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Address as typed.
    pub email: String,
    /// 256 random bits for the link.
    pub link_token: String,
    /// Six random digits.
    pub code: String,
    /// 256 random bits that the asking browser keeps.
    pub browser_token: String,
    /// Present instant of the site, for the mail.
    pub now: Instant,
    /// The real time, by which link and code end.
    pub real_now: Instant,
}

impl Store {
    /// Writes to an address, at most a few times in a quarter of an hour; whether anything was sent, nobody is told.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn ask_to_sign_in(&self, wish: SignIn) -> Result<(), StoreError> {
        self.engine.write(move |connection| Box::pin(async move { ask(connection, &wish).await })).await
    }

    /// The address that a browser has asked for, and whether that link belongs to it; `None` once that is over.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn sign_in_of_browser(
        &self,
        browser_token: &str,
        link_token: Option<&str>,
        real_now: Instant,
    ) -> Result<Option<(String, bool)>, StoreError> {
        let (browser, link) = (token::hash(browser_token), link_token.map(token::hash));
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let Some(row) = connection.fetch_one(OF_BROWSER, values![browser, real_now]).await? else {
                        return Ok(None);
                    };
                    let own = row.optional_text("link_hash")?;
                    Ok(Some((row.text("email")?, own.is_some() && own == link)))
                })
            })
            .await
    }

    /// Uses up the link of a mail, in the browser that asked for it, and begins a session; the account, made by this
    /// if there was none. `None` for any other link,
    /// browser or time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn sign_in_by_link(
        &self,
        link_token: &str,
        browser_token: &str,
        session: NewSession,
    ) -> Result<Option<Account>, StoreError> {
        let (link, browser) = (token::hash(link_token), token::hash(browser_token));
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(USE_LINK, values![browser, link, session.now]).await?;
                    begin(connection, row, session).await
                })
            })
            .await
    }

    /// Uses up the code of a mail and begins a session. `None` if it is not the code of that address, or too old, or was
    /// guessed at too often.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn sign_in_by_code(
        &self,
        email: &str,
        code: &str,
        session: NewSession,
    ) -> Result<Option<Account>, StoreError> {
        let key = email.to_lowercase();
        let code = code_hash(&key, code);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if !may_guess(connection, &key, session.now).await? {
                        return Ok(None);
                    }
                    let used = connection.fetch_one(USE_CODE, values![&key, code, session.now, CODE_GUESSES]).await?;
                    if used.is_none() {
                        connection.execute(MISS, values![&key]).await?;
                    }
                    begin(connection, used, session).await
                })
            })
            .await
    }
}

async fn ask(connection: &mut Connection<'_>, wish: &SignIn) -> Result<(), StoreError> {
    let SignIn { email, link_token, code, browser_token, now, real_now } = wish;
    connection.execute(FORGET, values![real_now.plus_minutes(-LETTERS_MINUTES)]).await?;
    connection.execute(FORGET_LETTERS, values![now.plus_minutes(-LETTERS_MINUTES)]).await?;
    let key = email.to_lowercase();
    let mailed = connection.fetch_one(MAILED, values![&key, real_now.plus_minutes(-MAILS_MINUTES)]).await?;
    let is_sent = mailed.map_or(Ok(0), |row| row.integer("mailed"))? < MAILS;
    let mut row = values![token::hash(browser_token), email, &key];
    row.extend(values![is_sent.then(|| token::hash(link_token)), is_sent.then(|| code_hash(&key, code))]);
    row.extend(values![*real_now, real_now.plus_minutes(CODE_MINUTES)]);
    connection.execute(INSERT, row).await?;
    if !is_sent {
        return Ok(());
    }
    let letter = Letter::SignIn { link_token: link_token.clone(), code: code.clone() };
    let dedupe_key = format!("sign_in:{}", token::hash(browser_token));
    let mail = NewMail { to: email.clone(), letter, due: *now, dedupe_key, registration: None };
    outbox::put(connection, &mail, *now).await.map(|_| ())
}

/// Counts a guess; whether one more was allowed.
async fn may_guess(connection: &mut Connection<'_>, email_key: &str, now: Instant) -> Result<bool, StoreError> {
    let day = now.milliseconds().div_euclid(DAY_MILLISECONDS);
    connection.execute(FORGET_GUESSES, values![day]).await?;
    let counted = connection.fetch_one(COUNT_GUESS, values![day, token::hash(email_key)]).await?;
    Ok(counted.map_or(Ok(i64::MAX), |row| row.integer("guesses"))? <= DAY_GUESSES)
}

/// What was sent beside it is of no use to anybody any more.
async fn begin(
    connection: &mut Connection<'_>,
    proven: Option<Row>,
    session: NewSession,
) -> Result<Option<Account>, StoreError> {
    let Some(row) = proven else { return Ok(None) };
    let account = of_proven(connection, &row.text("email")?, session.now).await?;
    connection.execute(USE_REST, values![account.email.to_lowercase(), session.now]).await?;
    sessions::begin(connection, &account, &session).await?;
    Ok(Some(account))
}

/// Bound to the address, so that equal codes of two people do not look equal.
fn code_hash(email_key: &str, code: &str) -> String {
    token::hash(&format!("{email_key}:{code}"))
}
