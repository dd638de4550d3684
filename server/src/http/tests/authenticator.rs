//! An authenticator in software, with one ES256 passkey, that can be made to answer wrongly (Web Authentication, level 3,
//! sections 6.1 and 6.5.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Flags: somebody was there, it was who it should be, and a new key is told of.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const NEW_KEY: u8 = 0x40;

/// An authenticator with one passkey.
pub(super) struct Authenticator {
    key: SigningKey,
    credential_id: Vec<u8>,
    user_handle: String,
    /// Uses so far, as it tells them.
    pub(super) counter: u32,
    /// Whether it has asked for finger, face or PIN.
    pub(super) verifies: bool,
    /// The page that its browser says it is asked from.
    pub(super) origin: &'static str,
}

impl Authenticator {
    /// Another number is another authenticator.
    pub(super) fn new(number: u8) -> Self {
        let key = SigningKey::from_slice(&Sha256::digest([number])).expect("a key");
        let (credential_id, user_handle) = (vec![number; 32], String::new());
        Self { key, credential_id, user_handle, counter: 0, verifies: true, origin: "https://site.test" }
    }

    /// Makes its passkey: `RegistrationResponseJSON`.
    pub(super) fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        assert_eq!(options["rp"]["id"], "site.test");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        // Authenticators that do not know the extension, like this one, are not kept out.
        assert_eq!(options["extensions"]["enforceCredentialProtectionPolicy"], false);
        self.user_handle = options["user"]["id"].as_str().expect("a user handle").to_owned();
        let client = self.client_data("webauthn.create", &options);
        let mut data = self.data("site.test", NEW_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential_id.len()).expect("short").to_be_bytes());
        data.extend(&self.credential_id);
        let point = self.key.verifying_key().to_encoded_point(false);
        // A COSE key: EC2, ES256, P-256.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().expect("a point"));
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().expect("a point"));
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        let response = json!({
            "clientDataJSON": encode(&client), "attestationObject": encode(&object), "transports": ["internal"],
        });
        self.answer(&response)
    }

    /// Signs a challenge: `AuthenticationResponseJSON`.
    pub(super) fn sign(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        assert_eq!((&options["rpId"], &options["allowCredentials"]), (&json!("site.test"), &json!([])));
        self.counter += 1;
        let client = self.client_data("webauthn.get", &options);
        let data = self.data("site.test", 0);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "clientDataJSON": encode(&client), "authenticatorData": encode(&data),
            "signature": encode(signature.to_der().as_bytes()), "userHandle": self.user_handle,
        });
        self.answer(&response)
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let (challenge, origin) = (&options["challenge"], self.origin);
        format!(r#"{{"type":"{kind}","challenge":{challenge},"origin":"{origin}","crossOrigin":false}}"#).into_bytes()
    }

    fn data(&self, site: &str, flags: u8) -> Vec<u8> {
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(site).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn answer(&self, response: &Value) -> String {
        let id = encode(&self.credential_id);
        let kind = "public-key";
        json!({ "id": id, "rawId": id, "type": kind, "response": response, "clientExtensionResults": {} }).to_string()
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
