//! Random stream, canonical form, client secrets, their verifiers and sealed copies.

use clientkeep::vault::{
    Digest, Encoder, Entropy, Fingerprint, Phc, RegistryId, SealContext, SealedCopy, SeededEntropy,
    StoredVerifier, VaultKey, Verifier, below, client_id, digest, generate, is_well_formed,
};

use crate::vectors::{Vector, file};

#[test]
fn the_seeded_stream_stays_as_it_is() {
    let vector = file("entropy");
    let expected = vector.part("stream").bytes();
    let mut stream = vec![0; expected.len()];
    vector.entropy().fill(&mut stream).unwrap();
    assert_eq!(stream, expected);
    let mut in_pieces = vec![0; expected.len()];
    let mut entropy = vector.entropy();
    for piece in in_pieces.chunks_mut(7) {
        entropy.fill(piece).unwrap();
    }
    assert_eq!(in_pieces, expected);
    assert_eq!(client_id(&mut vector.entropy()).unwrap(), vector.part("client_id").text());
    for (bound, value) in vector.part("below").list().iter().map(Vector::pair) {
        let mut entropy = SeededEntropy::new(bound.small().into());
        assert_eq!(below(&mut entropy, bound.small()).unwrap(), value.small());
    }
}

#[test]
fn canonical_forms_stay_as_they_are() {
    for vector in file("canonical").list() {
        let mut form = Encoder::new(vector.part("label").text());
        for (kind, value) in vector.part("fields").list().iter().map(Vector::pair) {
            match kind.text() {
                "text" => form.text(value.text()),
                "bytes" => form.bytes(&value.bytes()),
                "number" => form.number(value.number()),
                "flag" => form.flag(value.yes()),
                "absent" => form.absent(),
                "list" => form.list(value.small() as usize),
                other => panic!("no field {other}"),
            };
        }
        assert_eq!(form.digest().to_string(), vector.part("digest").text());
        let bytes = form.into_bytes();
        assert_eq!(bytes, vector.part("form").bytes());
        assert_eq!(digest(&bytes), vector.part("digest").text().parse::<Digest>().unwrap());
    }
}

#[test]
fn generated_secrets_stay_as_they_are() {
    let vectors = file("secret");
    for vector in vectors.part("generated").list() {
        let secret = generate(&mut vector.entropy()).unwrap();
        assert_eq!(secret.expose(), vector.part("secret").text());
        let fingerprint = Fingerprint::of(secret.expose()).unwrap();
        assert_eq!(fingerprint.as_bytes(), &vector.part("fingerprint").array());
    }
    for text in vectors.part("well_formed").list() {
        assert!(is_well_formed(text.text()), "{}", text.text());
    }
    for text in vectors.part("not_well_formed").list() {
        assert!(!is_well_formed(text.text()), "{}", text.text());
        assert!(Fingerprint::of(text.text()).is_none());
    }
}

#[test]
fn verifiers_are_phc_strings_of_any_argon2() {
    let vectors = file("verifier");
    let mut verifier = Verifier::new();
    for vector in vectors.part("stored").list() {
        let mut entropy = vector.entropy();
        let secret = if vector.part("generated").yes() {
            generate(&mut entropy).unwrap()
        } else {
            vector.part("secret").secret()
        };
        assert_eq!(secret.expose(), vector.part("secret").text());
        let cost = vector.part("cost").cost();
        let stored = verifier.store(1, &secret, cost, &mut entropy).unwrap();
        assert_eq!(stored.phc, vector.part("phc").text());
        let phc: Phc = stored.phc.parse().unwrap();
        assert_eq!(phc.cost(), cost);
        assert_eq!(phc.to_string(), stored.phc);
        let fingerprint = vector.part("fingerprint");
        assert_eq!(stored.fingerprint.is_none(), fingerprint.is_null());
        if let Some(stored) = stored.fingerprint {
            assert_eq!(stored.as_bytes(), &fingerprint.array());
        }
        // The slow verifier alone, as another server would use it.
        let alone = StoredVerifier { fingerprint: None, ..stored };
        let answer = verifier.check(secret.expose(), &[alone], cost).unwrap();
        assert_eq!(answer, (!vector.part("generated").yes()).then_some(1));
    }
    for text in vectors.part("not_canonical").list() {
        assert!(text.text().parse::<Phc>().is_err(), "{}", text.text());
    }
}

#[test]
fn sealed_copies_stay_readable() {
    for vector in file("sealed").list() {
        let mut entropy = vector.entropy();
        let registry = RegistryId::generate(&mut entropy).unwrap();
        assert_eq!(registry.as_bytes(), &vector.part("registry").array());
        let key = VaultKey::generate(&mut entropy).unwrap();
        assert_eq!(key.public().as_bytes(), &vector.part("vault_public").array());
        if vector.part("generated").yes() {
            assert_eq!(generate(&mut entropy).unwrap().expose(), vector.part("secret").text());
        }
        let client_id = vector.part("client_id");
        let context = SealContext {
            registry,
            client_id: client_id.text(),
            generation: vector.part("generation").small(),
            key_generation: vector.part("key_generation").small(),
        };
        let secret = vector.part("secret").secret();
        let sealed = key.public().seal(&secret, &context, &mut entropy).unwrap();
        assert_eq!(sealed.as_bytes(), vector.part("sealed").bytes());
        let stored = SealedCopy::from_bytes(vector.part("sealed").bytes());
        assert_eq!(key.open(&stored, &context).unwrap().expose(), secret.expose());
    }
}
