//! Finds known secrets in any bytes, as they are, in hexadecimal and in base64 at each of its three alignments.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use data_encoding::{HEXLOWER, HEXUPPER};

/// Bytes of a form by which it is looked up; they begin so far into it.
const KEY: usize = 8;
const INTO: usize = 8;

/// Secrets in all their forms.
#[derive(Default)]
pub struct Needles {
    by_key: HashMap<[u8; KEY], Vec<Vec<u8>>>,
}

impl Needles {
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut needles = Self::default();
        for secret in secrets {
            for form in forms(secret) {
                let key = form[INTO..INTO + KEY].try_into().unwrap();
                let known = needles.by_key.entry(key).or_default();
                // What is found beside it is enough: an end may be cut off.
                known.push(form[..INTO + 2 * KEY].to_vec());
            }
        }
        needles
    }

    /// How often any secret is in these bytes, in any form.
    pub fn found_in(&self, bytes: &[u8]) -> usize {
        let found = |(at, window): (usize, &[u8])| {
            let known = self.by_key.get(window)?;
            known.iter().any(|form| at >= INTO && bytes[at - INTO..].starts_with(form)).then_some(())
        };
        bytes.windows(KEY).enumerate().filter_map(found).count()
    }
}

fn forms(secret: &str) -> Vec<Vec<u8>> {
    let hex = HEXLOWER.encode(secret.as_bytes());
    let mut forms = vec![secret.as_bytes().to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    for before in 0..3 {
        let shifted = [&vec![b'x'; before], secret.as_bytes()].concat();
        // The first and last characters depend on what stands beside the secret.
        for text in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            forms.push(text.as_bytes()[4..text.len() - 2].to_vec());
        }
    }
    forms
}

#[test]
fn each_form_is_found_wherever_it_stands() {
    let secret = "cks1_R5S9mQep592apllUd07sYqDd5LxX2MksPqQrL0er1Dq0OM2Gd";
    let needles = Needles::of([secret]);
    let hex = HEXUPPER.encode(secret.as_bytes());
    for text in [secret.to_owned(), format!("id:{secret}"), hex] {
        assert_eq!(needles.found_in(format!("before {text} behind").as_bytes()), 1);
        let pairs = [format!("client:{text}"), format!("acme:{text}"), format!("abc12:{text}")];
        for pair in pairs.iter().filter(|_| text.starts_with("cks1_")) {
            assert_eq!(needles.found_in(STANDARD_NO_PAD.encode(pair).as_bytes()), 1, "{pair}");
        }
    }
    assert_eq!(needles.found_in(b"cks1_R5S9mQep592apllUd07sY and nothing"), 1);
    assert_eq!(needles.found_in(b"cks1_ is how they begin"), 0);
}
