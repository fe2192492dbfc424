//! Reads the vectors.

use clientkeep::domain::Plaintext;
use clientkeep::vault::{Cost, PasswordPolicy, PublicKeys, SeededEntropy};
use data_encoding::HEXLOWER;
use serde_json::Value;

/// One file of vectors, or one part of it.
pub struct Vector(Value);

/// The file of this name.
pub fn file(name: &str) -> Vector {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    Vector(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

impl Vector {
    pub fn part(&self, name: &str) -> Self {
        assert!(self.0.get(name).is_some(), "{name} is missing");
        Self(self.0[name].clone())
    }

    pub fn list(&self) -> Vec<Self> {
        self.0.as_array().unwrap().iter().cloned().map(Self).collect()
    }

    /// The parts of a pair.
    pub fn pair(&self) -> (Self, Self) {
        (Self(self.0[0].clone()), Self(self.0[1].clone()))
    }

    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }

    pub fn yes(&self) -> bool {
        self.0.as_bool().unwrap()
    }

    pub fn number(&self) -> i64 {
        self.0.as_i64().unwrap()
    }

    pub fn small(&self) -> u32 {
        self.number().try_into().unwrap()
    }

    pub fn text(&self) -> &str {
        self.0.as_str().unwrap()
    }

    pub fn secret(&self) -> Plaintext {
        Plaintext::new(self.text().to_owned())
    }

    pub fn bytes(&self) -> Vec<u8> {
        HEXLOWER.decode(self.text().as_bytes()).unwrap()
    }

    pub fn array<const N: usize>(&self) -> [u8; N] {
        self.bytes().try_into().unwrap()
    }

    pub fn entropy(&self) -> SeededEntropy {
        SeededEntropy::new(self.part("seed").number().try_into().unwrap())
    }

    pub fn cost(&self) -> Cost {
        let [memory, time, lanes] = self.list().try_into().unwrap_or_else(|_| panic!("three numbers"));
        Cost::new(memory.number(), time.number(), lanes.number()).unwrap()
    }

    pub fn policy(&self) -> PasswordPolicy {
        PasswordPolicy::at(self.cost())
    }

    pub fn public_keys(&self) -> PublicKeys {
        PublicKeys { receive: self.part("receive").array(), sign: self.part("sign").array() }
    }
}
