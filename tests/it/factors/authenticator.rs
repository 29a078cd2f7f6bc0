//! An authenticator in software: makes passkeys and shows them as browsers do (WebAuthn, ES256).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The user was there (1), and was recognised (4).
const PRESENT_AND_VERIFIED: u8 = 0x05;
/// A passkey is in the data.
const HOLDS_KEY: u8 = 0x40;

/// A device with one passkey, in the browser of a page.
pub struct Authenticator {
    /// The page's origin.
    pub origin: String,
    /// What it says of the user.
    pub flags: u8,
    /// How often it was used.
    pub counter: u32,
    /// The server's domain, as the device has it.
    pub domain: String,
    id: Vec<u8>,
    key: EcdsaKeyPair,
    user: Option<String>,
}

impl Authenticator {
    pub fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        let domain = origin.split("://").nth(1).unwrap().split(':').next().unwrap().to_owned();
        let id = uuid::Uuid::new_v4().as_bytes().to_vec();
        Self {
            origin: origin.to_owned(),
            flags: PRESENT_AND_VERIFIED,
            counter: 0,
            domain,
            id,
            key,
            user: None,
        }
    }

    /// `navigator.credentials.create`
    pub fn create(&mut self, options: &Value) -> Value {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        self.user = Some(options["user"]["id"].as_str().unwrap().to_owned());
        let client_data = self.client_data("webauthn.create", options);
        let mut data = self.data(self.flags | HOLDS_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3];
        object.extend(cbor_text("fmt"));
        object.extend(cbor_text("none"));
        object.extend(cbor_text("attStmt"));
        object.push(0xa0);
        object.extend(cbor_text("authData"));
        object.extend(cbor_bytes(&data));
        json!({
            "id": base64(&self.id),
            "rawId": base64(&self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "attestationObject": base64(&object),
                "clientDataJSON": base64(&client_data),
                "transports": ["internal"],
            },
        })
    }

    /// `navigator.credentials.get`
    pub fn get(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(self.flags);
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": base64(&self.id),
            "rawId": base64(&self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": base64(&data),
                "clientDataJSON": base64(&client_data),
                "signature": base64(signature.as_ref()),
                "userHandle": self.user,
            },
        })
    }

    /// The same passkey, as somebody else's.
    pub fn claim(&mut self, other: &Self) {
        self.user.clone_from(&other.user);
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.domain).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// As COSE has it: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        key.extend(cbor_bytes(&point[1..33]));
        key.push(0x22);
        key.extend(cbor_bytes(&point[33..65]));
        key
    }
}

fn cbor_text(text: &str) -> Vec<u8> {
    [&[0x60 + u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
}

fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u8::try_from(bytes.len()).unwrap();
    [&[0x58, length], bytes].concat()
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
