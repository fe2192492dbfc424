//! What a terminal sends, cut anywhere: no key comes out of a paste, and where it was cut changes nothing.
#![no_main]

use clientkeep::tui::terminal::{Decoder, Input};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, &[u8])| {
    let (cuts, bytes) = input;
    let mut whole = Decoder::default();
    let mut at_once = whole.feed(bytes);
    at_once.extend(whole.settle());
    let mut pieces = Decoder::default();
    let (mut rest, mut in_pieces) = (bytes, Vec::new());
    for cut in cuts {
        let (now, later) = rest.split_at(usize::from(cut).min(rest.len()));
        in_pieces.extend(pieces.feed(now));
        rest = later;
    }
    in_pieces.extend(pieces.feed(rest));
    in_pieces.extend(pieces.settle());
    assert_eq!(told(at_once), told(in_pieces));
});

/// What can be compared; a paste keeps its text to itself otherwise.
fn told(inputs: Vec<Input>) -> Vec<String> {
    let told = |input| match input {
        Input::Key(key) => format!("{key:?}"),
        Input::Mouse(mouse) => format!("{mouse:?}"),
        Input::Paste(text) => format!("paste of {}", text.expose()),
        Input::FocusGained => "focus gained".to_owned(),
        Input::FocusLost => "focus lost".to_owned(),
    };
    inputs.into_iter().map(told).collect()
}
