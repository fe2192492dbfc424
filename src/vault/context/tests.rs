//! How a registry's identity is written, and that no two holders are bound alike.

use super::*;
use crate::vault::tests::seeded;

#[test]
fn an_identity_is_written_in_hexadecimal() {
    let mut bytes = [0; 16];
    bytes[15] = 0xAB;
    assert_eq!(RegistryId::from_bytes(bytes).to_string(), "000000000000000000000000000000ab");
    assert_ne!(RegistryId::generate(&mut seeded(1)).unwrap(), RegistryId::generate(&mut seeded(2)).unwrap());
}

#[test]
fn every_holder_is_bound_as_itself() {
    let forms =
        [Holder::Operator(0), Holder::Operator(1), Holder::Operator(-1), Holder::Recovery].map(|holder| {
            let mut form = Encoder::new("x");
            holder.write(&mut form);
            form.into_bytes()
        });
    for (index, one) in forms.iter().enumerate() {
        assert!(forms[index + 1..].iter().all(|other| other != one));
    }
}
