//! What the real program did to the files in a folder, from its system-call log: `strace` with every byte.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// Options of strace for a log that can be read here.
pub const STRACE: &[&str] = &[
    "-f",
    "-qq",
    "-y",
    "-xx",
    "-s",
    "1000000",
    "-e",
    "trace=openat,pwrite64,write,ftruncate,fsync,fdatasync,renameat2,rename,unlink,unlinkat",
];

/// Whether a program may be traced here; says so where it may not, as in a container without that right.
pub fn is_permitted() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    let permitted = tried.expect("this proof needs strace").status.success();
    if !permitted {
        println!("NOT TRIED: no program may be traced here.");
    }
    permitted
}

/// Something that a program did to a file of the folder, by its name there; or to the folder itself, named by nothing.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Made it, where it is not there yet.
    Made(String),
    Wrote {
        name: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        name: String,
        length: usize,
    },
    Synced(String),
    SyncedFolder,
    Renamed {
        from: String,
        to: String,
    },
    Removed(String),
    /// Printed something on its standard output: what it did is acknowledged.
    Printed,
}

/// Reads a log. Only files directly in `folder` count, where the program ran.
pub fn deeds(log: &str, folder: &Path) -> Vec<Deed> {
    let folder = folder.to_str().unwrap();
    whole_lines(log).iter().filter_map(|line| deed(line, folder)).collect()
}

/// Puts calls together that another thread interrupted.
fn whole_lines(log: &str) -> Vec<String> {
    let mut open: HashMap<&str, &str> = HashMap::new();
    let mut lines = Vec::new();
    for line in log.lines() {
        let (pid, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            open.insert(pid, begun);
        } else if let Some((_, rest)) =
            call.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>"))
        {
            lines.push(format!("{}{rest}", open.remove(pid).unwrap()));
        } else {
            lines.push(call.to_owned());
        }
    }
    lines
}

fn deed(line: &str, folder: &str) -> Option<Deed> {
    let (call, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    if result.starts_with('-') || result.starts_with('?') {
        return None;
    }
    let name_of = |path: &[u8]| {
        let path = String::from_utf8_lossy(path).into_owned();
        let inside = if path.starts_with('/') { path.strip_prefix(folder)? } else { &path };
        let name = inside.trim_start_matches(['.', '/']).to_owned();
        (!name.contains('/')).then_some(name)
    };
    let texts = quoted(arguments, '"', '"');
    if call == "write" && arguments.starts_with("1<") {
        return Some(Deed::Printed);
    }
    let descriptor = || name_of(quoted(arguments, '<', '>').first()?);
    let number = |word: Option<&str>| word?.trim_end_matches(')').trim().parse::<usize>().ok();
    Some(match call {
        "openat" if arguments.contains("O_CREAT") => Deed::Made(name_of(texts.first()?)?),
        "pwrite64" => {
            let at = number(arguments.rsplit(", ").next())?;
            let mut bytes = texts.first()?.clone();
            bytes.truncate(result.trim().parse().ok()?);
            Deed::Wrote { name: descriptor()?, at, bytes }
        }
        "ftruncate" => Deed::Cut { name: descriptor()?, length: number(arguments.rsplit(", ").next())? },
        "fsync" | "fdatasync" => match descriptor()? {
            name if name.is_empty() => Deed::SyncedFolder,
            name => Deed::Synced(name),
        },
        "renameat2" | "rename" => Deed::Renamed { from: name_of(&texts[0])?, to: name_of(&texts[1])? },
        "unlink" | "unlinkat" => Deed::Removed(name_of(&texts[0])?),
        _ => return None,
    })
}

/// The hexadecimal texts between two marks.
pub fn quoted(line: &str, from: char, to: char) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    let mut rest = line;
    while let Some((_, begun)) = rest.split_once(from) {
        let Some((text, after)) = begun.split_once(to) else { break };
        let bytes = text.split("\\x").skip(1).map(|hex| u8::from_str_radix(hex, 16).unwrap_or_default());
        texts.push(bytes.collect());
        rest = after;
    }
    texts
}
