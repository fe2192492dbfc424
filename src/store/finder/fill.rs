//! Reading all texts into memory, in parts that several connections share out among them. Only the first has one view
//! of the registry all along; the others may read a row as it became later, and what changed is read again anyway.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

use rusqlite::{Connection, FileControl, MAIN_DB};

use super::bits::Bits;
use super::order::Order;
use super::piece::{PIECE, Piece};
use super::texts::Texts;
use super::{Rows, select, told};
use crate::store::error::StoreError;
use crate::store::list::SortKey;
use crate::store::{Reader, connection};

/// Clients from which on another connection reads sooner.
const CLIENTS_A_CONNECTION: usize = if cfg!(test) { 2 * PIECE } else { 8 * PIECE };
/// Clients after which it is told how far it is: each time the screen is drawn.
const TELL: usize = CLIENTS_A_CONNECTION;
/// Connections that pay at most.
const CONNECTIONS: usize = 8;
/// Bytes of a client's texts for which there is room from the start.
const ROOM: usize = 192;
/// Parts at most: numbers of clients may lie far apart.
const PARTS: i64 = 1 << 16;

/// What was read.
#[derive(Default)]
pub struct Filled {
    pub rows: Rows,
    pub texts: Texts,
    pub enabled: Bits,
    /// How the clients are ordered, where that was asked for.
    pub order: Option<(SortKey, Vec<i64>)>,
    /// How often clients had changed before anything was read.
    pub changes: i64,
}

/// What is read by one statement.
enum Part {
    Order(SortKey),
    /// The clients from this number to that.
    Clients(i64, i64),
}

enum Read {
    Order(SortKey, Vec<i64>),
    Clients { numbers: Vec<i64>, enabled: Bits, texts: Piece },
}

/// Reads every client's texts, and how they are ordered; tells how many of how many were read.
pub fn fill(
    reader: &Reader<'_>,
    sorted_by: Option<SortKey>,
    connections: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Filled, StoreError> {
    let tally = reader.tally()?;
    let count = usize::try_from(tally.clients).unwrap_or(0);
    progress(0, count as u64);
    let mut next = TELL;
    let mut tell = |clients: usize| {
        if clients >= next {
            progress(clients as u64, count as u64);
            next = clients + TELL;
        }
    };
    let order = sorted_by.map(Part::Order);
    let parts: Vec<Part> = order.into_iter().chain(clients(reader)?).collect();
    let wanted = connections.min(count / CLIENTS_A_CONNECTION).min(CONNECTIONS).saturating_sub(1);
    let mut filled = Filled { changes: tally.changes, ..Filled::default() };
    share_out(reader, others(reader, wanted), &parts, &mut filled, &mut tell)?;
    Ok(filled)
}

/// All clients, in parts of about a piece.
fn clients(reader: &Reader<'_>) -> Result<Vec<Part>, StoreError> {
    let sql = "SELECT ifnull((SELECT min(id) FROM client), 0), ifnull((SELECT max(id) FROM client), -1)";
    let (first, last): (i64, i64) = reader.0.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let a_part = (last.saturating_sub(first) / PARTS + 1).max(i64::try_from(PIECE).unwrap_or(i64::MAX));
    let next = |from: &i64| from.checked_add(a_part).filter(|from| *from <= last);
    let starts = std::iter::successors(Some(first).filter(|first| *first <= last), next);
    Ok(starts.map(|from| Part::Clients(from, from.saturating_add(a_part - 1))).collect())
}

/// So many further connections to the same registry, or fewer: there are none beside one that is in memory, and none
/// where another file took the place of this one.
fn others(reader: &Reader<'_>, wanted: usize) -> Vec<Connection> {
    let Some(path) = reader.0.path().filter(|path| wanted > 0 && !path.is_empty()) else { return Vec::new() };
    let connect = |_| connection::connect(Path::new(path), true).ok().map(|(connection, _)| connection);
    let opened = (0..wanted).map_while(connect).collect();
    let mut moved = 1;
    match reader.0.file_control(Some(MAIN_DB), FileControl::HasMoved(&mut moved)) {
        Ok(()) if moved == 0 => opened,
        _ => Vec::new(),
    }
}

/// Reads the parts, each connection on a thread of its own; they are taken in their order, while others are read. What
/// the others can't read, the first one reads: only its errors count.
fn share_out(
    reader: &Reader<'_>,
    others: Vec<Connection>,
    parts: &[Part],
    filled: &mut Filled,
    tell: &mut dyn FnMut(usize),
) -> Result<(), StoreError> {
    let read: Vec<Mutex<Option<Read>>> = parts.iter().map(|_| Mutex::default()).collect();
    let slot = |at: usize| read.get(at).map(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner));
    let (next, clients) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let read_one = |reader: &Reader<'_>| {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(part) = parts.get(at) else { return Ok(None) };
        let part = part.read(reader)?;
        let count = part.clients();
        if let Some(mut slot) = slot(at) {
            *slot = Some(part);
        }
        Ok::<_, StoreError>(Some(clients.fetch_add(count, Ordering::Relaxed) + count))
    };
    let mut taken = 0;
    thread::scope(|scope| {
        for connection in others {
            let work_off = move || while let Ok(Some(_)) = read_one(&Reader(&connection)) {};
            if Builder::new().spawn_scoped(scope, work_off).is_err() {
                break;
            }
        }
        loop {
            match read_one(reader) {
                Ok(Some(clients)) => tell(clients),
                Ok(None) => break Ok(()),
                Err(error) => {
                    next.store(parts.len(), Ordering::Relaxed);
                    break Err(error);
                }
            }
            while let Some(read) = slot(taken).and_then(|mut slot| slot.take()) {
                filled.take(read);
                taken += 1;
            }
        }
    })?;
    for (at, part) in parts.iter().enumerate().skip(taken) {
        let read = slot(at).and_then(|mut slot| slot.take());
        filled.take(read.map_or_else(|| part.read(reader), Ok)?);
    }
    Ok(())
}

impl Part {
    fn read(&self, reader: &Reader<'_>) -> Result<Read, StoreError> {
        match *self {
            Self::Order(key) => Ok(Read::Order(key, Order::ids(reader, key)?)),
            Self::Clients(from, to) => {
                let (mut numbers, mut enabled) = (Vec::with_capacity(PIECE), Bits::none(PIECE));
                let mut texts = Piece::with_room(PIECE * ROOM);
                let sql = format!("{} WHERE id BETWEEN ?1 AND ?2 ORDER BY id", select());
                let mut statement = reader.0.prepare_cached(&sql)?;
                let mut found = statement.query([from, to])?;
                while let Some(row) = found.next()? {
                    let (is_enabled, fields) = told(row)?;
                    enabled.set(numbers.len(), is_enabled);
                    numbers.push(row.get(0)?);
                    texts.push(fields);
                }
                texts.close();
                Ok(Read::Clients { numbers, enabled, texts })
            }
        }
    }
}

impl Read {
    fn clients(&self) -> usize {
        match self {
            Self::Order(..) => 0,
            Self::Clients { numbers, .. } => numbers.len(),
        }
    }
}

impl Filled {
    /// Adds what was read next.
    fn take(&mut self, read: Read) {
        match read {
            Read::Order(key, ids) => self.order = Some((key, ids)),
            Read::Clients { numbers, enabled, texts } => {
                for (row, at) in (self.rows.len()..).zip(0..numbers.len()) {
                    self.enabled.set(row, enabled.has(at));
                }
                self.rows.numbers.extend(numbers);
                self.texts.append(texts);
            }
        }
    }
}
