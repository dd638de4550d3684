//! Signing in with a passkey (Web Authentication, section 7.2). Which one, and so whose, is told by the answer.

use store::Passkey;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::auth::error::RequestOptionsErr;
use webauthn_rp::response::CredentialId;
use webauthn_rp::response::auth::error::AuthCeremonyErr;
use webauthn_rp::response::register::{DynamicState, StaticState};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions,
};

use super::{Begun, Refusal, Site, bytes, challenge, user_handle};

impl Site {
    /// Asks for any passkey of this site.
    ///
    /// # Errors
    /// The options contradict each other: a mistake of ours.
    pub(crate) fn ask_for_any(&self) -> Result<Begun, Refusal> {
        let options = DiscoverableCredentialRequestOptions::passkey(&self.id);
        let challenge = challenge(options.0.challenge.as_data());
        let begun = options.start_ceremony();
        let (server, client) = begun.map_err(|error: RequestOptionsErr| Refusal::wrong(error))?;
        let state = hex::encode(server.encode().map_err(Refusal::wrong)?);
        Ok(Begun { challenge, state, options: serde_json::to_string(&client).map_err(Refusal::wrong)? })
    }
}

/// The answer of an authenticator that has signed a challenge, not checked yet.
pub(crate) struct Assertion(DiscoverableAuthentication16);

impl Assertion {
    /// Reads `AuthenticationResponseJSON`.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn read(json: &[u8]) -> Result<Self, Refusal> {
        DiscoverableAuthentication16::from_json_relaxed(json).map(Self).map_err(Refusal::wrong)
    }

    /// The challenge that it claims to answer.
    ///
    /// # Errors
    /// It names none.
    pub(crate) fn challenge(&self) -> Result<String, Refusal> {
        self.0.challenge_relaxed().map(|sent| challenge(sent.0)).map_err(Refusal::wrong)
    }

    /// The passkey that it claims to be signed by.
    pub(crate) fn credential_id(&self) -> String {
        hex::encode(self.0.raw_id().as_ref())
    }

    /// The passkey's new state, if the answer is true: signed by that passkey of that owner, for this site, with a counter
    /// that has risen if there is one.
    ///
    /// # Errors
    /// It is not.
    pub(crate) fn check(&self, site: &Site, state: &str, passkey: &Passkey) -> Result<String, Refusal> {
        let state = bytes(state)?;
        let state = DiscoverableAuthenticationServerState::decode(&state).map_err(Refusal::wrong)?;
        let (id, public_key) = (bytes(&passkey.key.credential_id)?, bytes(&passkey.key.public_key)?);
        let known = bytes(&passkey.key.state)?.try_into().map_err(|_| Refusal::wrong("the stored state is cut off"))?;
        let handle = user_handle(passkey.owner.id());
        let mut credential = AuthenticatedCredential::new(
            CredentialId::decode(id.as_slice()).map_err(Refusal::wrong)?,
            &handle,
            StaticState::decode(&public_key).map_err(Refusal::wrong)?,
            DynamicState::decode(known).map_err(Refusal::wrong)?,
        )
        .map_err(Refusal::wrong)?;
        let origins = [site.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        state.verify(&site.id, &self.0, &mut credential, &options).map_err(|error| match error {
            AuthCeremonyErr::SignatureCounter => Refusal::Copied,
            error => Refusal::wrong(error),
        })?;
        let Ok(state) = credential.dynamic_state().encode();
        Ok(hex::encode(state))
    }
}
