//! A new passkey (Web Authentication, section 7.1).

use domain::content::Id;
use store::{Passkey, PasskeyKey};
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::register::{
    CredProtect, PublicKeyCredentialCreationOptions, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
    Username,
};
use webauthn_rp::request::{ExtensionInfo, PublicKeyCredentialDescriptor};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{Registration, RegistrationServerState};

use super::{Begun, Refusal, Site, bytes, challenge, user_handle};

/// Bytes of a user handle.
const HANDLE: usize = 16;

/// For whom a passkey is made.
pub(crate) struct User {
    /// The owner's identity.
    pub(crate) id: Id,
    /// By which it is told from others of the same site.
    pub(crate) name: String,
}

impl Site {
    /// Asks for a passkey for somebody. Authenticators that have one of those make no second.
    ///
    /// # Errors
    /// What is kept cannot be read, or the options contradict each other: a mistake of ours.
    pub(crate) fn ask_for_new(&self, user: &User, known: &[Passkey]) -> Result<Begun, Refusal> {
        let handle = user_handle(user.id);
        // Shown when a passkey is chosen. What the profile of names (RFC 8265) does not allow is not worth a failure.
        let name = Username::try_from(user.name.as_str()).or_else(|_| Username::try_from(self.id.as_ref()));
        let user =
            PublicKeyCredentialUserEntity { name: name.map_err(Refusal::wrong)?, id: &handle, display_name: None };
        let known = known.iter().map(descriptor).collect::<Result<Vec<_>, _>>()?;
        let mut options = PublicKeyCredentialCreationOptions::passkey(&self.id, user, known);
        // Enforced, it would keep out every authenticator that does not know the extension, as many built-in ones.
        options.extensions.cred_protect = CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
        let challenge = challenge(options.challenge.as_data());
        let (server, client) = options.start_ceremony().map_err(Refusal::wrong)?;
        let state = hex::encode(server.encode().map_err(Refusal::wrong)?);
        Ok(Begun { challenge, state, options: serde_json::to_string(&client).map_err(Refusal::wrong)? })
    }
}

fn descriptor(passkey: &Passkey) -> Result<PublicKeyCredentialDescriptor<Vec<u8>>, Refusal> {
    let id = CredentialId::decode(bytes(&passkey.key.credential_id)?).map_err(Refusal::wrong)?;
    let transports = u8::try_from(passkey.key.transports).map_err(Refusal::wrong)?;
    Ok(PublicKeyCredentialDescriptor { id, transports: AuthTransports::decode(transports).map_err(Refusal::wrong)? })
}

/// The answer of an authenticator that has made a passkey, not checked yet.
pub(crate) struct NewKey(Registration);

impl NewKey {
    /// Reads `RegistrationResponseJSON`.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn read(json: &[u8]) -> Result<Self, Refusal> {
        Registration::from_json_relaxed(json).map(Self).map_err(Refusal::wrong)
    }

    /// The challenge that it claims to answer.
    ///
    /// # Errors
    /// It names none.
    pub(crate) fn challenge(&self) -> Result<String, Refusal> {
        self.0.challenge_relaxed().map(|sent| challenge(sent.0)).map_err(Refusal::wrong)
    }

    /// What is kept of the passkey, if the answer is true and meant for that owner.
    ///
    /// # Errors
    /// It is not.
    pub(crate) fn check(&self, site: &Site, state: &str, owner: Id) -> Result<PasskeyKey, Refusal> {
        let state = bytes(state)?;
        let state = RegistrationServerState::<HANDLE>::decode(&state).map_err(Refusal::wrong)?;
        let origins = [site.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            // Browsers and password managers add what nobody asked for (section 9).
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&site.id, &self.0, &options).map_err(Refusal::wrong)?;
        if *made.user_id() != user_handle(owner) {
            return Err(Refusal::wrong("it was made for somebody else"));
        }
        let (Ok(public_key), Ok(state)) = (made.static_state().encode(), made.dynamic_state().encode());
        let Ok(transports) = made.transports().encode();
        Ok(PasskeyKey {
            credential_id: hex::encode(made.id().as_ref()),
            public_key: hex::encode(public_key),
            state: hex::encode(state),
            transports: transports.into(),
        })
    }
}
