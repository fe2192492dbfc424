//! What is accepted as a live secret, and that the work tells nothing.

use proptest::prelude::*;

use super::*;
use crate::vault::generate;
use crate::vault::tests::{plain, seeded};

const CHEAP: Cost = Cost::SMALLEST;

fn generated(seed: u64) -> Plaintext {
    generate(&mut seeded(seed)).unwrap()
}

fn stored(generation: u32, secret: &Plaintext) -> StoredVerifier {
    Verifier::new().store(generation, secret, CHEAP, &mut seeded(generation.into())).unwrap()
}

fn check(presented: &str, candidates: &[StoredVerifier]) -> Option<u32> {
    Verifier::new().check(presented, candidates, CHEAP).unwrap()
}

fn work(presented: &str, candidates: &[StoredVerifier]) -> Work {
    let mut verifier = Verifier::new();
    let _ = verifier.check(presented, candidates, CHEAP);
    verifier.work
}

#[test]
fn a_live_secret_is_recognised_by_its_generation() {
    let secrets = [generated(1), generated(2), plain("an imported secret")];
    let candidates = [stored(4, &secrets[0]), stored(5, &secrets[1]), stored(6, &secrets[2])];
    for (secret, generation) in secrets.iter().zip(4..) {
        assert_eq!(check(secret.expose(), &candidates), Some(generation));
    }
    let mut turned = candidates.clone();
    turned.reverse();
    for (secret, generation) in secrets.iter().zip(4..) {
        assert_eq!(check(secret.expose(), &turned), Some(generation));
    }
    for wrong in [generated(3).expose(), "an imported secreT", "", "an imported secret "] {
        assert_eq!(check(wrong, &candidates), None);
    }
}

#[test]
fn with_no_live_secret_nothing_is_accepted() {
    // What the dummies hold, were they compared as if they were stored.
    assert_eq!(check(generated(1).expose(), &[]), None);
    assert_eq!(check("", &[]), None);
    let zero =
        StoredVerifier { fingerprint: Some(Fingerprint::from_bytes([0; 32])), ..stored(1, &generated(1)) };
    assert_eq!(check(generated(2).expose(), &[zero]), None);
}

#[test]
fn a_generated_secret_is_recognised_by_its_fingerprint_alone() {
    let secret = generated(1);
    let damaged = StoredVerifier { phc: "damaged".to_owned(), ..stored(1, &secret) };
    assert_eq!(check(secret.expose(), &[damaged]), Some(1));
}

#[test]
fn a_stored_verifier_is_never_a_secret() {
    let candidates = [stored(1, &generated(1)), stored(2, &plain("an imported secret"))];
    for one in &candidates {
        assert_eq!(check(&one.phc, &candidates), None);
        let hash = one.phc.rsplit('$').next().unwrap();
        assert_eq!(check(hash, &candidates), None);
    }
    let fingerprint = candidates[0].fingerprint.unwrap();
    let hex = data_encoding::HEXLOWER.encode(fingerprint.as_bytes());
    for text in [hex.clone(), hex.to_uppercase(), format!("cks1_{hex}")] {
        assert_eq!(check(&text, &candidates), None);
    }
}

#[test]
fn the_work_depends_on_the_presented_text_alone() {
    let (right, retired) = (generated(1), generated(2));
    let imported = plain("an imported secret");
    let damaged = StoredVerifier { phc: "damaged".to_owned(), ..stored(3, &imported) };
    let registries: [&[StoredVerifier]; 7] = [
        &[],
        &[stored(1, &right)],
        &[stored(1, &right), stored(2, &generated(9))],
        &[stored(1, &imported)],
        &[stored(1, &imported), stored(2, &right)],
        &[damaged],
        &[stored(1, &right), stored(2, &generated(9)), stored(3, &generated(10)), stored(4, &imported)],
    ];
    let fast = Work { slow_hashes: 0, fingerprints: 1, comparisons: 2 };
    let slow = Work { slow_hashes: 1, fingerprints: 0, comparisons: 1 };
    let misspelt = right.expose().replace("cks1_", "cks2_");
    let phc = stored(1, &imported).phc;
    for candidates in registries {
        for secret in [&right, &retired] {
            assert_eq!(work(secret.expose(), candidates), fast);
        }
        for text in ["", imported.expose(), "another secret, wrong", &misspelt, &phc] {
            assert_eq!(work(text, candidates), slow);
        }
    }
}

#[test]
fn storing_is_one_slow_hash_each() {
    let mut verifier = Verifier::new();
    for secret in [generated(1), plain("an imported secret")] {
        verifier.store(1, &secret, CHEAP, &mut seeded(1)).unwrap();
    }
    assert_eq!(verifier.work, Work { slow_hashes: 2, ..Work::default() });
}

#[test]
fn the_dummy_costs_what_the_registry_says() {
    let raised = Cost::new(64, 2, 1).unwrap();
    for (candidates, dummy, spent) in [
        (vec![], raised, raised),
        (vec![stored(1, &generated(1))], raised, raised),
        (vec![stored(1, &plain("imported"))], raised, CHEAP),
    ] {
        let derivations = crate::vault::slow_hash::count(|| {
            Verifier::new().check("presented", &candidates, dummy).unwrap();
        });
        assert_eq!(derivations, [spent]);
    }
}

#[test]
fn a_damaged_or_crowded_client_is_refused_and_named() {
    let imported = stored(7, &plain("an imported secret"));
    let damaged = StoredVerifier { phc: imported.phc.replace("m=8", "m=9999999"), ..imported.clone() };
    let mut verifier = Verifier::new();
    let error = verifier.check("an imported secret", &[damaged], CHEAP).unwrap_err();
    assert!(matches!(error, CheckError::Damaged(7)), "{error}");
    let crowd = [imported.clone(), imported];
    let error = verifier.check("an imported secret", &crowd, CHEAP).unwrap_err();
    assert!(matches!(error, CheckError::TooMany), "{error}");
    let crowd = [1, 2, 3].map(|seed| stored(1, &generated(seed)));
    let error = verifier.check(generated(1).expose(), &crowd, CHEAP).unwrap_err();
    assert!(matches!(error, CheckError::TooMany), "{error}");
    assert_eq!(verifier.check(generated(1).expose(), &crowd[..2], CHEAP).unwrap(), Some(1));
}

#[test]
fn memory_used_at_one_cost_serves_another() {
    let (small, large) = (Cost::SMALLEST, Cost::new(256, 3, 4).unwrap());
    let mut verifier = Verifier::new();
    let secret = plain("an imported secret");
    for cost in [large, small, large, small] {
        let stored = verifier.store(1, &secret, cost, &mut seeded(1)).unwrap();
        assert_eq!(stored.phc, super::super::hash(&secret, cost, &mut seeded(1)).unwrap().to_string());
        assert_eq!(verifier.check(secret.expose(), &[stored], small).unwrap(), Some(1));
    }
}

proptest! {
    #[test]
    fn an_imported_secret_is_accepted_exactly(secret in "[ -~]{16,40}", other in "[ -~]{16,40}") {
        let candidates = [stored(1, &plain(&secret))];
        prop_assert_eq!(check(&secret, &candidates), Some(1));
        prop_assert_eq!(check(&other, &candidates), (secret == other).then_some(1));
    }
}
