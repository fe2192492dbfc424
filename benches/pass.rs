//! One pass of `memmem` over the folded bytes of a file, for `benches/compare`: `cargo bench --bench pass -- FILE` prints the
//! seconds that the middle one of some passes takes.

use std::hint::black_box;
use std::time::Instant;

/// Passes; an odd number has a middle.
const PASSES: usize = 15;

fn main() -> std::io::Result<()> {
    // `cargo bench` adds a word of its own.
    let Some(path) = std::env::args().skip(1).find(|word| word != "--bench") else {
        println!("It wants a file to look through: cargo bench --bench pass -- FILE");
        return Ok(());
    };
    let mut bytes = std::fs::read(path)?;
    bytes.make_ascii_lowercase();
    let mut passes: Vec<f64> = (0..PASSES)
        .map(|_| {
            let began = Instant::now();
            black_box(memchr::memmem::find(black_box(&bytes), b"no such text"));
            began.elapsed().as_secs_f64()
        })
        .collect();
    passes.sort_by(f64::total_cmp);
    println!("{:.6}", passes[PASSES / 2]);
    Ok(())
}
