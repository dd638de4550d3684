//! Secrets of authenticators: what stands in the database, and who can read it.

use domain::staff::Stage;
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::{SealingKey, Store};

use crate::harness::{Checked, Fixture, on_both};
use crate::load::NOW;
use crate::staff::{administrator, new_member, session};

/// Puts a secret into the database as an earlier version did.
async fn keep_as_it_is(fixture: &Fixture, secret: &str) -> Checked {
    let statement = "UPDATE staff_member SET totp_secret = $1";
    if fixture.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&fixture.url).await?;
        sqlx::query(statement).bind(secret).execute(&mut connection).await?;
        connection.close().await?;
    } else {
        let mut connection = PgConnection::connect(&fixture.url).await?;
        sqlx::query(statement).bind(secret).execute(&mut connection).await?;
        connection.close().await?;
    }
    Ok(())
}

async fn with_key(fixture: &Fixture, byte: u8) -> Result<Store, store::StoreError> {
    Ok(Store::connect(&fixture.url).await?.with_sealing_key(SealingKey::new([byte; 32])))
}

#[test]
fn the_database_alone_makes_no_codes() -> Checked {
    on_both(&async |fixture| {
        let (store, other) = (with_key(fixture, 1).await?, with_key(fixture, 2).await?);
        let ada = administrator(&store, "ada@example.org", "whole").await?;
        assert_eq!(store.staff_secrets(ada.id).await?.and_then(|ada| ada.totp_secret).as_deref(), Some("SECRET"));
        assert_eq!(store.secrets_of_another_key().await?, 0);

        // With another key there is still an authenticator, so nobody sets a new one up with the password alone.
        let sealed = other.staff_secrets_of("ada@example.org").await?.ok_or("nobody")?;
        assert!(sealed.has_second_factor());
        assert!(sealed.totp_secret.is_some_and(|secret| secret.starts_with("v1:") && !secret.contains("SECRET")));
        assert_eq!(other.secrets_of_another_key().await?, 1);
        let stage = other
            .password_proven(ada.id, &new_member("").password_hash, "NEW".to_owned(), session("half", NOW))
            .await?;
        assert_eq!(stage, Some(Stage::Code));

        // What a session is shown is sealed too.
        let whole = store.member_session("whole", NOW).await?.ok_or("no session")?;
        store.show_secret(&whole, "OTHER").await?;
        let shown = other.member_session("whole", NOW).await?.and_then(|session| session.new_secret);
        assert!(shown.is_some_and(|secret| secret.starts_with("v1:")));
        Ok(())
    })
}

#[test]
fn what_an_earlier_version_kept_is_sealed_at_the_next_start() -> Checked {
    on_both(&async |fixture| {
        let (store, other) = (with_key(fixture, 1).await?, with_key(fixture, 2).await?);
        let ada = administrator(&store, "ada@example.org", "whole").await?;
        keep_as_it_is(fixture, "PLAIN").await?;
        assert_eq!(store.staff_secrets(ada.id).await?.and_then(|ada| ada.totp_secret).as_deref(), Some("PLAIN"));
        assert_eq!((store.seal_secrets().await?, store.seal_secrets().await?), (1, 0));
        assert_eq!(store.staff_secrets(ada.id).await?.and_then(|ada| ada.totp_secret).as_deref(), Some("PLAIN"));
        assert_eq!(other.secrets_of_another_key().await?, 1);
        Ok(())
    })
}
