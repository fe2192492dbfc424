//! `scan` on real files and a real registry, and the stream reader on texts of every length.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::*;
use crate::domain::sighting::{Form, SightedState};
use crate::domain::{Plaintext, Reason, Rotation, client_id, credentials};
use crate::service::tests::Bench;
use crate::vault::{Cost, OsEntropy, SeededEntropy, generate, hash};

/// Gives its bytes in parts of odd sizes.
struct Slowly<'b>(&'b [u8], usize);

impl Read for Slowly<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.1 = self.1 * 7 % 100_003 + 1;
        let count = self.1.min(self.0.len()).min(out.len());
        out[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

fn places(text: &[u8]) -> Vec<Place> {
    let finder = Finder::new(true, HashSet::from([b"abc-jane".to_vec()]));
    let mut places = Vec::new();
    let mut scanner = Scanner::new(&finder);
    scanner
        .read(&mut Slowly(text, 11), |place, _| {
            places.push(place);
            true
        })
        .unwrap();
    places
}

#[test]
fn a_secret_is_found_at_every_place_of_a_window_with_its_line_and_column() {
    let secret = generate(&mut SeededEntropy::new(7)).unwrap();
    let pair = format!("abc-jane:{}", "p".repeat(40));
    let own = crate::domain::Credentials {
        client_id: "abc-jane".to_owned(),
        secret: Plaintext::new("p".repeat(40)),
    };
    let header = format!("Basic {}", own.basic().expose());
    let near_the_edge = 128 * 1024;
    // A window ends where one of them begins, or a pair has its colon: there no place is left out.
    for shift in (0..9_000).step_by(23).chain(2_250..2_500) {
        let length = near_the_edge - 4_500 + shift;
        let mut text = "line\n".repeat(length / 5).into_bytes();
        text.resize(length, b'.');
        text.push(b' ');
        let (line, column) = (length / 5 + 1, length % 5 + 2);
        text.extend(secret.expose().bytes());
        text.push(b' ');
        text.extend(pair.bytes());
        text.push(b' ');
        text.extend(header.bytes());
        // More follows, so that a window ends somewhere in them.
        text.resize(text.len() + 4_096, b' ');
        let expected = [column, column + 55, column + 56 + pair.len()]
            .map(|column| Place { line: line as u64, column: column as u64 });
        assert_eq!(places(&text), expected, "at {length}");
    }
}

#[test]
fn a_pair_with_the_longest_client_id_is_found_wherever_a_window_ends() {
    let id = "x".repeat(client_id::MAX);
    let finder = Finder::new(true, HashSet::from([id.clone().into_bytes()]));
    let pair = format!("{id}:{}", "p".repeat(40));
    for length in 128 * 1024 - 2_048 - client_id::MAX - 2..=128 * 1024 - 2_048 {
        let mut text = vec![b' '; length];
        text.extend(pair.bytes());
        text.resize(length + 8_192, b' ');
        let mut found = Vec::new();
        Scanner::new(&finder)
            .read(&mut text.as_slice(), |place, _| {
                found.push(place.column);
                true
            })
            .unwrap();
        assert_eq!(found, [length as u64 + 1]);
    }
}

/// Fails once, and then gives its bytes.
struct Trips<'b>(Option<io::ErrorKind>, &'b [u8]);

impl Read for Trips<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or_else(|| self.1.read(out), |kind| Err(kind.into()))
    }
}

#[test]
fn a_reading_that_is_interrupted_goes_on_and_one_that_fails_is_told() {
    let secret = generate(&mut SeededEntropy::new(9)).unwrap();
    let finder = Finder::new(true, HashSet::new());
    let mut found = 0;
    let mut read = |kind| {
        Scanner::new(&finder).read(&mut Trips(Some(kind), secret.expose().as_bytes()), |_, _| {
            found += 1;
            true
        })
    };
    let failed = read(io::ErrorKind::Other).unwrap_err();
    assert_eq!(failed.kind(), io::ErrorKind::Other);
    read(io::ErrorKind::Interrupted).unwrap();
    assert_eq!(found, 1);
}

#[test]
fn a_huge_line_and_binary_rubbish_are_read_through() {
    let secret = generate(&mut SeededEntropy::new(8)).unwrap();
    let mut text: Vec<u8> =
        (0..3_000_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    text.retain(|byte| *byte != b'\n');
    let length = text.len();
    text.push(0);
    text.extend(secret.expose().bytes());
    assert_eq!(places(&text), [Place { line: 1, column: length as u64 + 2 }]);
}

/// What is told of a folder: path within it, line and state, in the order of the paths; and what was unread.
fn scan(bench: &mut Bench, folder: &Path) -> (Vec<(String, u64, &'static str)>, usize) {
    let (mut told, mut unread) = (Vec::new(), 0);
    let sources = vec![Source::Path(folder.to_owned())];
    let scanned: Result<(), Error> = bench.service.scan(sources, true, |one| {
        match one {
            Told::Unread { .. } => unread += 1,
            Told::Found { path, place, sighting } => {
                let path = path.strip_prefix(folder).unwrap().display().to_string();
                told.push((path, place.line, sighting.state.word()));
            }
        }
        Ok(())
    });
    scanned.unwrap();
    told.sort();
    (told, unread)
}

#[test]
fn each_secret_is_told_with_its_state_now_from_every_file_below_a_folder() {
    let mut bench = Bench::new();
    let first = bench.create("ABC");
    let id = first.record.client.client_id.clone();
    let grace = Rotation { grace: Some(600), ..Rotation::default() };
    let second = bench.service.rotate(std::slice::from_ref(&id), grace).unwrap().remove(0);
    let folder = bench.folder.path().join("logs");
    fs::create_dir_all(folder.join(".git/deep")).unwrap();
    let [old, new] = [first.secret.unwrap(), second.secret.unwrap()];
    let basic = crate::domain::Credentials { client_id: id.clone(), secret: new.clone() }.basic();
    fs::write(folder.join("a.log"), format!("x\n{}\n\n{}\n", old.expose(), new.expose())).unwrap();
    fs::write(folder.join(".git/deep/b"), format!("Authorization: Basic {}", basic.expose())).unwrap();
    let stranger = generate(&mut OsEntropy).unwrap();
    fs::write(folder.join("c"), credentials::line("whoever", &stranger).expose()).unwrap();
    let outside = bench.folder.path().join("outside");
    fs::write(&outside, new.expose()).unwrap();
    symlink(&outside, folder.join("link")).unwrap();
    symlink(bench.folder.path(), folder.join("loop")).unwrap();

    let told = |state| {
        let rows =
            [(".git/deep/b", 1, "live"), ("a.log", 2, state), ("a.log", 4, "live"), ("c", 1, "unknown")];
        rows.map(|(path, line, state)| (path.to_owned(), line, state)).to_vec()
    };
    assert_eq!(scan(&mut bench, &folder), (told("grace"), 0));
    bench.clock.pass(600);
    assert_eq!(scan(&mut bench, &folder), (told("retired"), 0));
}

#[test]
fn a_paste_tells_who_retired_a_secret_and_why_also_of_a_deleted_client() {
    let mut bench = Bench::new();
    let first = bench.create("ABC");
    let id = first.record.client.client_id.clone();
    let leak = Rotation { reason: Reason::Leak, ..Rotation::default() };
    bench.service.rotate(std::slice::from_ref(&id), leak).unwrap();
    let text = format!("GET /x?client_secret={}&y HTTP/1.1", first.secret.unwrap().expose());
    let sighting = bench.service.whose(&text).unwrap().remove(0);
    assert!(
        matches!(&sighting.state, SightedState::Retired { by: Some(by), why, .. } if by == "ada" && why == "leak")
    );
    assert_eq!((sighting.generation, sighting.form), (Some(1), Form::Secret));
    bench.service.delete(&[id]).unwrap();
    let client = bench.service.whose(&text).unwrap().remove(0).client.unwrap();
    assert_eq!((client.name.as_str(), client.status), ("ABC", crate::domain::Status::Deleted));
    assert_eq!(bench.service.whose("nothing here").unwrap(), []);
}

#[test]
fn an_imported_secret_is_known_by_its_pair_or_its_basic_header() {
    let mut bench = Bench::new();
    let id = bench.create("ABC").record.client.client_id;
    let phc =
        hash(&Plaintext::new("correct-horse-battery".to_owned()), Cost::SMALLEST, &mut OsEntropy).unwrap();
    let sql = "UPDATE client_secret SET origin = 'imported', sha256 = NULL, phc = ?1";
    bench.sql().execute(sql, [phc.to_string()]).unwrap();
    let mut states = |text: &str| -> Vec<&'static str> {
        bench.service.whose(text).unwrap().iter().map(|one| one.state.word()).collect()
    };
    assert_eq!(states(&format!("url=https://{id}:correct-horse-battery@auth/")), ["live"]);
    assert_eq!(states(&format!("{id}:correct-horse-batterx, {id}: hello")), [""; 0]);
    let basic = |secret: &str| {
        let secret = Plaintext::new(secret.to_owned());
        crate::domain::Credentials { client_id: id.clone(), secret }.basic().expose().to_owned()
    };
    assert_eq!(states(&format!("Basic {}", basic("correct-horse-battery"))), ["live"]);
    assert_eq!(states(&format!("basic {}", basic("something else"))), ["unknown"]);
    let many: Vec<String> = (0..1_001).map(|n| format!("Basic {}", basic(&format!("wrong-{n}")))).collect();
    let told = states(&many.join("\n"));
    assert_eq!(told.iter().filter(|state| **state == "unknown").count(), 1_000);
    assert_eq!(told.last(), Some(&"unchecked"));
}

#[test]
fn what_cant_be_read_is_said_and_the_rest_is_read() {
    let mut bench = Bench::new();
    let secret = bench.create("ABC").secret.unwrap();
    let folder = bench.folder.path().join("logs");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("b"), secret.expose()).unwrap();
    fs::write(folder.join("a"), secret.expose()).unwrap();
    fs::set_permissions(folder.join("a"), fs::Permissions::from_mode(0o0)).unwrap();
    let (told, unread) = scan(&mut bench, &folder);
    // Root reads everything.
    let readable = usize::from(fs::read(folder.join("a")).is_ok());
    assert_eq!((told.len(), unread), (1 + readable, 1 - readable));
}

#[test]
fn a_reader_who_has_had_enough_ends_the_scan() {
    let mut bench = Bench::new();
    let secret = bench.create("ABC").secret.unwrap();
    let folder = bench.folder.path().join("logs");
    fs::create_dir(&folder).unwrap();
    for number in 0..1_000 {
        fs::write(folder.join(number.to_string()), secret.expose().to_owned() + "\n").unwrap();
    }
    let mut told = 0;
    let sources = vec![Source::Path(folder)];
    let scanned: Result<(), Error> = bench.service.scan(sources, true, |_| {
        told += 1;
        Err(Error::NotSignedOn)
    });
    assert!(matches!(scanned, Err(Error::NotSignedOn)));
    assert_eq!(told, 1);
}

#[test]
fn a_link_that_was_named_is_followed() {
    let mut bench = Bench::new();
    let secret = bench.create("ABC").secret.unwrap();
    let (file, link) = (bench.folder.path().join("file"), bench.folder.path().join("link"));
    fs::write(&file, secret.expose()).unwrap();
    symlink(&file, &link).unwrap();
    let mut told = Vec::new();
    let scanned: Result<(), Error> = bench.service.scan(vec![Source::Path(link.clone())], true, |one| {
        told.push(match one {
            Told::Found { path, .. } => (path, true),
            Told::Unread { path, .. } => (path, false),
        });
        Ok(())
    });
    scanned.unwrap();
    assert_eq!(told, [(link, true)]);
}

#[test]
fn what_was_seen_before_is_told_as_it_is_by_now() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let seen = bench.service.whose(secret.expose()).unwrap();
    let states = |seen: &[Sighting]| seen.iter().map(|one| one.state.word()).collect::<Vec<_>>();
    assert_eq!(states(&seen), ["live"]);
    let leak = Rotation { reason: Reason::Leak, ..Rotation::default() };
    bench.service.rotate(&[id], leak).unwrap();
    assert_eq!(states(&bench.service.seen_again(&seen).unwrap()), ["retired"]);
}

#[test]
fn below_a_folder_no_link_is_opened_though_it_was_put_there_only_now() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "x").unwrap();
    symlink(&file, &link).unwrap();
    assert!(walk::open(&link, false).is_err() && walk::open(&link, true).is_ok());
    for named in [false, true] {
        let flags = rustix::io::fcntl_getfd(walk::open(&file, named).unwrap()).unwrap();
        assert!(flags.contains(rustix::io::FdFlags::CLOEXEC), "no other program inherits it");
    }
}
