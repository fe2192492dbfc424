//! Keys, clicks and pastes as terminals send them, whole, in pieces, and as nobody would send them.

use proptest::prelude::*;

use super::*;

fn told(bytes: &[u8]) -> Vec<String> {
    let mut decoder = Decoder::default();
    let mut inputs = decoder.feed(bytes);
    inputs.extend(decoder.settle());
    inputs.iter().map(name).collect()
}

/// An input in a person's words.
fn name(input: &Input) -> String {
    match input {
        Input::Key(key) if key.modifiers.is_empty() => format!("{}", key.code),
        Input::Key(key) => format!("{}+{}", key.modifiers, key.code),
        Input::Mouse(mouse) => format!("{:?} at {},{}", mouse.kind, mouse.column, mouse.row),
        Input::Paste(text) => format!("paste {:?}", text.expose()),
        Input::FocusGained => "focus".into(),
        Input::FocusLost => "no focus".into(),
    }
}

#[test]
fn keys_as_terminals_send_them() {
    for (bytes, keys) in [
        (&b"a"[..], "a"),
        (b"Q", "Shift+Q"),
        ("é".as_bytes(), "é"),
        ("界".as_bytes(), "界"),
        (b"\r", "Enter"),
        (b"\t", "Tab"),
        (b" ", "Space"),
        (b"\x7f", "Backspace"),
        (b"\x08", "Backspace"),
        (b"\x07", "Control+g"),
        (b"\x19", "Control+y"),
        (b"\x1b", "Esc"),
        (b"\x1bx", "Alt+x"),
        (b"\x1b[", "Alt+["),
        (b"\x1b[A", "Up"),
        (b"\x1bOB", "Down"),
        (b"\x1b[1;5C", "Control+Right"),
        (b"\x1b[Z", "Shift+Back Tab"),
        (b"\x1b[3~", "Del"),
        (b"\x1b[5~", "Page Up"),
        (b"\x1b[6;2~", "Shift+Page Down"),
        (b"\x1b[H", "Home"),
        (b"\x1b[4~", "End"),
        (b"\x1bOP", "F1"),
        (b"\x1b[[A", "F1"),
        (b"\x1b[24~", "F12"),
        (b"\x1b[27;5;121~", "Control+y"),
        (b"\x1b[121;5u", "Control+y"),
        (b"\x1b[I", "focus"),
        (b"\x1b[O", "no focus"),
    ] {
        assert_eq!(told(bytes), [keys], "{}", bytes.escape_ascii());
    }
}

#[test]
fn two_escapes_are_two_keys_and_an_arrow_after_one_is_an_arrow() {
    assert_eq!(told(b"\x1b\x1b"), ["Esc", "Esc"]);
    assert_eq!(told(b"\x1b\x1b[A"), ["Esc", "Up"]);
}

#[test]
fn clicks_and_the_wheel() {
    assert_eq!(told(b"\x1b[<0;5;3M"), ["Down(Left) at 4,2"]);
    assert_eq!(told(b"\x1b[<0;5;3m"), ["Up(Left) at 4,2"]);
    assert_eq!(told(b"\x1b[<32;6;3M"), ["Drag(Left) at 5,2"]);
    assert_eq!(told(b"\x1b[<64;1;1M\x1b[<65;1;1M"), ["ScrollUp at 0,0", "ScrollDown at 0,0"]);
    assert_eq!(told(b"\x1b[<0;300;200M"), ["Down(Left) at 299,199"]);
    assert_eq!(told(b"\x1b[M %#"), ["Down(Left) at 4,2"]);
    assert_eq!(told(b"\x1b[M#%#"), ["Up(Left) at 4,2"]);
}

#[test]
fn a_paste_is_text_whatever_it_holds() {
    assert_eq!(told(b"\x1b[200~q\r\x1b[A\x1b[201~x"), [r#"paste "q\r\u{1b}[A""#, "x"]);
    assert_eq!(told(b"\x1b[200~\x1b[201~"), [r#"paste """#]);
    assert_eq!(told(b"\x1b[200~\x1b[201\x1b[201~"), [r#"paste "\u{1b}[201""#]);
}

#[test]
fn a_paste_that_never_ends_becomes_no_key() {
    assert_eq!(told(b"\x1b[200~y\ry\r"), [""; 0]);
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[200~y");
    assert!(!decoder.is_waiting(), "nothing has to be settled by a clock");
}

#[test]
fn a_huge_paste_is_cut_and_ends_nevertheless() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', PASTE + 5_000));
    bytes.extend_from_slice(b"\x1b[201~z");
    let inputs = Decoder::default().feed(&bytes);
    assert!(matches!(&inputs[..], [Input::Paste(text), Input::Key(_)] if text.expose().len() == PASTE));
}

#[test]
fn answers_and_broken_sequences_become_no_key() {
    for bytes in [
        &b"\x1b]11;rgb:0000/0000/0000\x1b\\"[..],
        b"\x1b]52;c;YQ==\x07",
        b"\x1bP>|XTerm(380)\x1b\\",
        b"\x1b[?62;4c",
        b"\x1b[12;40R",
        b"\x1b[999999999999999999~",
        b"\x1b[<1;2M",
        b"\xff\xfe\xc3",
        b"\xc2\x9b",
        b"\x1b[201~",
    ] {
        assert_eq!(told(bytes), [""; 0], "{}", bytes.escape_ascii());
    }
    assert_eq!(told(b"\x1b[1;\ry"), ["Enter", "y"], "a control character breaks a sequence off");
}

#[test]
fn what_is_waited_for_has_an_end() {
    let mut decoder = Decoder::default();
    for begins in [&b"\x1b["[..], b"\x1b]"] {
        decoder.feed(begins);
        decoder.feed(&[b'1'; 10_000]);
        assert!(decoder.unread.bytes().is_empty(), "nothing is kept of what is too long");
        assert_eq!(decoder.settle().len(), 0);
        assert!(!decoder.is_waiting());
        assert_eq!(decoder.feed(b"y").iter().map(name).collect::<Vec<_>>(), ["y"]);
    }
}

/// Found by fuzzing: the rest of an overlong sequence became keys where it came in pieces.
#[test]
fn nothing_of_what_is_too_long_becomes_keys_wherever_it_is_cut() {
    let colons = ":".repeat(sequence::PARAMETERS + 8);
    let text = "y".repeat(sequence::STRING + 8);
    for (bytes, keys) in [
        (format!("\x1b[8{colons}ux"), &["x"][..]),
        (format!("\x1b[{colons}200~\ry\x1b[A"), &["Enter", "y", "Up"]),
        (format!("\x1b[8{colons}\ry"), &["Enter", "y"]),
        (format!("\x1b[8{colons}\x1b[A"), &["Up"]),
        (format!("\x1b[8{colons}é"), &["é"]),
        (format!("\x1b[8{colons}"), &[]),
        (format!("\x1b]52;c;{text}\x07x"), &["x"]),
        (format!("\x1bP{text}\x1b\\x"), &["x"]),
        (format!("\x1b]{text}\x1b[Bx"), &["Down", "x"]),
        (format!("\x1b_{text}\x1b"), &[]),
    ] {
        let bytes = bytes.as_bytes();
        assert_eq!(told(bytes), keys);
        for cut in 1..bytes.len() {
            let mut decoder = Decoder::default();
            let mut inputs = decoder.feed(&bytes[..cut]);
            inputs.extend(decoder.feed(&bytes[cut..]));
            inputs.extend(decoder.settle());
            assert_eq!(inputs.iter().map(name).collect::<Vec<_>>(), keys, "cut at {cut}");
        }
        let mut decoder = Decoder::default();
        let mut inputs: Vec<_> = bytes.iter().flat_map(|byte| decoder.feed(&[*byte])).collect();
        inputs.extend(decoder.settle());
        assert_eq!(inputs.iter().map(name).collect::<Vec<_>>(), keys, "byte by byte");
    }
}

const SEQUENCES: [&str; 12] = [
    "a",
    "é",
    "界",
    "\r",
    "\x1b[A",
    "\x1b[1;5C",
    "\x1b[<0;5;3M",
    "\x1b[M %#",
    "\x1b]52;c;YQ==\x07",
    "\x1b[200~q\r\x1b[A\x1b[201~",
    "\x1b[24~",
    "\x1bx",
];

proptest! {
    /// Where a slow link cuts the bytes makes no difference.
    #[test]
    fn pieces_are_as_good_as_the_whole(
        sequences in proptest::collection::vec(proptest::sample::select(&SEQUENCES[..]), 0..12),
        cuts in proptest::collection::vec(1_usize..7, 1..40),
    ) {
        let bytes = sequences.concat().into_bytes();
        let mut decoder = Decoder::default();
        let mut pieces = Vec::new();
        let (mut at, mut cuts) = (0, cuts.iter().cycle());
        while at < bytes.len() {
            let end = (at + cuts.next().unwrap()).min(bytes.len());
            pieces.extend(decoder.feed(&bytes[at..end]));
            at = end;
        }
        pieces.extend(decoder.settle());
        prop_assert_eq!(pieces.iter().map(name).collect::<Vec<_>>(), told(&bytes));
    }

    /// Whatever comes, nothing panics, everything is read in the end, and no key holds a control character.
    #[test]
    fn any_bytes_at_all(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20)) {
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        for piece in &pieces {
            inputs.extend(decoder.feed(piece));
        }
        inputs.extend(decoder.settle());
        prop_assert!(!decoder.is_waiting());
        for input in inputs {
            if let Input::Key(KeyEvent { code: KeyCode::Char(c), .. }) = input {
                prop_assert!(!c.is_control());
            }
        }
    }
}
