//! Canonical forms can be read back in one way only; digests have one spelling.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug, PartialEq)]
enum Field {
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
    Flag(bool),
    Absent,
    List(usize),
}

fn field() -> impl Strategy<Value = Field> {
    prop_oneof![
        ".{0,6}".prop_map(Field::Text),
        vec(any::<u8>(), 0..6).prop_map(Field::Bytes),
        any::<i64>().prop_map(Field::Number),
        any::<bool>().prop_map(Field::Flag),
        Just(Field::Absent),
        any::<u32>().prop_map(|count| Field::List(count as usize)),
    ]
}

fn encode(label: &str, fields: &[Field]) -> Vec<u8> {
    let mut form = Encoder::new(label);
    for field in fields {
        match field {
            Field::Text(text) => form.text(text),
            Field::Bytes(bytes) => form.bytes(bytes),
            Field::Number(number) => form.number(*number),
            Field::Flag(flag) => form.flag(*flag),
            Field::Absent => form.absent(),
            Field::List(count) => form.list(*count),
        };
    }
    form.into_bytes()
}

/// Reads a form back: what can be read in one way only was written unambiguously.
fn decode(mut form: &[u8]) -> (String, Vec<Field>) {
    fn take<'a>(form: &mut &'a [u8], count: usize) -> &'a [u8] {
        let (taken, rest) = form.split_at(count);
        *form = rest;
        taken
    }
    fn length(form: &mut &[u8]) -> usize {
        u64::from_be_bytes(take(form, 8).try_into().unwrap()).try_into().unwrap()
    }
    fn bytes(form: &mut &[u8]) -> Vec<u8> {
        let length = length(form);
        take(form, length).to_vec()
    }
    let label = String::from_utf8(bytes(&mut form)).unwrap();
    let mut fields = Vec::new();
    while !form.is_empty() {
        fields.push(match take(&mut form, 1)[0] {
            TEXT => Field::Text(String::from_utf8(bytes(&mut form)).unwrap()),
            BYTES => Field::Bytes(bytes(&mut form)),
            NUMBER => Field::Number(i64::from_be_bytes(take(&mut form, 8).try_into().unwrap())),
            FLAG => Field::Flag(take(&mut form, 1)[0] == 1),
            ABSENT => Field::Absent,
            LIST => Field::List(length(&mut form)),
            other => panic!("no field begins with {other}"),
        });
    }
    (label, fields)
}

proptest! {
    #[test]
    fn different_fields_give_different_bytes(label in ".{0,9}", fields in vec(field(), 0..9)) {
        prop_assert_eq!(decode(&encode(&label, &fields)), (label, fields));
    }

    #[test]
    fn digests_are_read_as_they_are_written(bytes: [u8; 32]) {
        let digest = Digest::from_bytes(bytes);
        prop_assert_eq!(digest.to_string().parse::<Digest>().unwrap(), digest);
        prop_assert_eq!(format!("{digest:?}"), format!("Digest({digest})"));
        prop_assert_eq!(digest.as_bytes(), &bytes);
    }
}

#[test]
fn optional_fields_are_the_field_or_its_absence() {
    let mut optional = Encoder::new("x");
    optional.optional_text(Some("a")).optional_bytes(Some(b"a"));
    optional.optional_text(None).optional_bytes(None);
    let mut plain = Encoder::new("x");
    plain.text("a").bytes(b"a").absent().absent();
    assert_eq!(optional.into_bytes(), plain.into_bytes());
}

#[test]
fn a_digest_has_one_spelling() {
    let digest = digest(b"abc").to_string();
    // FIPS 180-4's own example.
    assert_eq!(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    for wrong in [digest.to_uppercase(), digest[1..].to_owned(), format!("{digest}0"), format!(" {digest}")] {
        assert_eq!(wrong.parse::<Digest>(), Err(NotADigest), "{wrong}");
    }
    assert_eq!("00".repeat(31).parse::<Digest>(), Err(NotADigest));
    assert_eq!("00".repeat(33).parse::<Digest>(), Err(NotADigest));
}
