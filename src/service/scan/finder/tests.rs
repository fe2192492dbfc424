use super::*;
use crate::domain::Plaintext;
use crate::vault::{SeededEntropy, generate};

/// The places of what is found in a text, each with its form.
fn found(text: &[u8]) -> Vec<(usize, Form)> {
    let finder = Finder::new(true, HashSet::new());
    let mut found = Vec::new();
    finder.find(text, 0, text.len(), &mut found);
    let form = |candidate: Candidate| match candidate {
        Candidate::Generated(form, _) | Candidate::Presented(form, ..) => form,
    };
    found.into_iter().map(|(at, candidate)| (at, form(candidate))).collect()
}

fn secret(number: u64) -> Plaintext {
    generate(&mut SeededEntropy::new(number)).unwrap()
}

#[test]
fn a_secret_is_found_between_whatever_is_no_word_and_after_escapes() {
    let secret = secret(1);
    let secret = secret.expose();
    for (before, after) in [
        ("", ""),
        ("secret=", "&x"),
        ("\"", "\","),
        ("abc:", "@"),
        ("%3D", "%26"),
        ("\\n", "\\n"),
        ("\\x3d", " "),
        ("\\u003d", "\\u0026"),
        ("Bearer ", "\r\n"),
        ("-", "-"),
    ] {
        let text = format!("{before}{secret}{after}");
        assert_eq!(found(text.as_bytes()), [(before.len(), Form::Secret)], "{before}…{after}");
    }
    assert_eq!(found(&[b"\0\xff", secret.as_bytes(), b"\xfe"].concat()), [(2, Form::Secret)]);
}

#[test]
fn what_only_looks_like_a_secret_is_no_alarm() {
    let whole = secret(2);
    let whole = whole.expose();
    let mut wrong = whole.to_owned();
    let last = if wrong.pop() == Some('0') { '1' } else { '0' };
    wrong.push(last);
    let swapped = format!("{}{}{}", &whole[..10], &whole[11..12], &whole[10..11]) + &whole[12..];
    for text in [
        wrong.clone(),
        swapped,
        whole[..53].to_owned(),
        format!("x{whole}"),
        format!("{whole}x"),
        format!("{whole}_"),
        "cks1_".repeat(40),
        whole.replace("cks1_", "cks2_"),
        whole.to_ascii_uppercase(),
        String::from("cks1_"),
    ] {
        assert_eq!(found(text.as_bytes()), [], "{}", text.len());
    }
}

#[test]
fn a_basic_header_is_found_with_whatever_secret() {
    let own = Credentials { client_id: "abc".to_owned(), secret: secret(3) };
    let other = Credentials { client_id: "abc".to_owned(), secret: Plaintext::new("a b".repeat(80)) };
    for credentials in [own, other] {
        let token = credentials.basic();
        let token = token.expose();
        for before in ["", "Authorization: ", "authorization=\"", "\\\""] {
            for scheme in ["Basic", "basic"] {
                let text = format!("{before}{scheme} {token}\"");
                assert_eq!(found(text.as_bytes()), [(before.len(), Form::Basic)], "{before}{scheme}");
            }
        }
    }
    for text in ["Basic ", "Basic auth", "Basic realm=\"x\"", "aBasic dGVzdElkOnRlc3RTZWNyZXQ=", "Basic !!!"]
    {
        assert_eq!(found(text.as_bytes()), [], "{text}");
    }
    // RFC 6749 §2.3.1's example, without its padding too.
    assert_eq!(found(b"Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3").len(), 1);
}
