//! Floors and ratios: `cargo bench` on SQLite; with `TEST_DATABASE_URL` set, on PostgreSQL too
//! (`tests/with-postgres cargo bench` sets it).
//!
//! All figures of one table come from one run, so that ratios mean something whatever the
//! machine. Server and load generator share the machine; therefore the server's own CPU time
//! per request stands beside the rate.
//!
//! | Floor | Is |
//! |---|---|
//! | F | the same process and middleware answering a fixed body of the same size from memory |
//! | R | a bare page with one indexed read of 20 rows |
//! | W | a bare read-update-insert transaction on one connection, no queue before it |
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark stops at the first surprise"
)]

#[path = "../../tests/portal/support/certificates.rs"]
#[expect(dead_code, reason = "tests ask it for more")]
mod certificates;
mod database;
#[cfg(feature = "pdf")]
mod documents;
mod filing;
mod letters;
mod load;
mod process;
mod rules;
mod server;
#[path = "../../tests/portal/support/smtp.rs"]
#[expect(dead_code, reason = "tests ask it for more")]
mod smtp;
mod validation;
mod writes;

use std::time::Duration;

use load::{Load, Measured};
use process::Serving;

/// Long enough for stable rates on a quiet machine.
const EACH: Duration = Duration::from_secs(3);
/// Odd, so that there is a middle.
const ROUNDS: usize = 5;
/// Public pages: the table of parties, a party, an instrument, the first page.
const PAGES: [&str; 4] = ["/parties/CHE", "/instruments/P-V", "/", "/parties"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // The benchmark starts itself again as the server under load.
    if let Some(place) = arguments.iter().position(|argument| argument == "--serve") {
        server::run(&arguments[place + 1], arguments[place + 2] == "cold");
        return;
    }
    rules::print();
    if std::env::args().any(|argument| argument == "--validation") {
        return validation::print();
    }
    #[cfg(feature = "pdf")]
    documents::print();
    if std::env::args().any(|argument| argument == "--documents") {
        return;
    }
    letters::print_plan();
    if std::env::args().any(|argument| argument == "--letters") {
        return database::all().iter().for_each(letters::print_delivery);
    }
    validation::print();
    let only_filing = std::env::args().any(|argument| argument == "--filing");
    for database in database::all() {
        println!("\n## {}\n", database.name());
        if only_filing {
            filing::print(&database, writes::print(&database));
            continue;
        }
        public_pages(&database);
        let floor_w = writes::print(&database);
        starting_and_memory(&database);
        filing::print(&database, floor_w);
        letters::print_delivery(&database);
    }
}

fn public_pages(database: &database::Database) {
    println!("| Page | bytes (gzip) | rate /s | p99 ms | server µs each | of floor |");
    println!("|---|---|---|---|---|---|");
    let warm = Serving::bench(&database.url, "warm");
    let cold = Serving::bench(&database.url, "cold");
    for page in PAGES {
        let bytes = Load::of(page).run(&warm, Duration::ZERO).bytes;
        let floor = format!("/bench/fixed/{bytes}");
        let (floor, page_itself) = in_turns((&Load::of(&floor), &warm), (&Load::of(page), &warm));
        line(&format!("F, fixed body for `{page}`"), &floor, None);
        line(&format!("`{page}` warm"), &page_itself, Some(("F", &floor)));
    }
    for page in PAGES {
        let (read, page_itself) = in_turns((&Load::of("/bench/read"), &warm), (&Load::of(page), &cold));
        line("R, one indexed read of 20 rows", &read, None);
        line(&format!("`{page}` cold"), &page_itself, Some(("R", &read)));
    }
    println!();
}

/// Both in turns, and the middle run of each, so that what else the machine does meets both alike.
fn in_turns(one: (&Load, &Serving), other: (&Load, &Serving)) -> (Measured, Measured) {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ones.push(one.0.run(one.1, EACH / 3));
        others.push(other.0.run(other.1, EACH / 3));
    }
    (middle(ones), middle(others))
}

fn middle(mut runs: Vec<Measured>) -> Measured {
    runs.sort_by(|one, other| one.rate.total_cmp(&other.rate));
    runs.swap_remove(runs.len() / 2)
}

fn line(name: &str, measured: &Measured, floor: Option<(&str, &Measured)>) {
    let ratio = floor.map_or("1".to_owned(), |(name, floor)| {
        format!(
            "{:.0} % of {name} by rate, {:.0} % by CPU",
            100.0 * measured.rate / floor.rate,
            100.0 * floor.cpu_micros / measured.cpu_micros
        )
    });
    println!(
        "| {name} | {} | {:.0} | {:.2} | {:.0} | {ratio} |",
        measured.bytes, measured.rate, measured.p99_millis, measured.cpu_micros
    );
}

fn starting_and_memory(database: &database::Database) {
    let started: Vec<f64> = (0..5).map(|_| Serving::program(&database.url).started_in.as_secs_f64() * 1000.0).collect();
    let best = started.iter().copied().fold(f64::MAX, f64::min);
    let serving = Serving::program(&database.url);
    let idle = serving.resident_megabytes();
    for page in PAGES {
        Load::of(page).run(&serving, Duration::from_secs(1));
    }
    Load::of("/parties?q=united").run(&serving, Duration::from_secs(1));
    println!("| Start to first answer | resident idle | resident after load |\n|---|---|---|");
    println!("| {best:.0} ms | {idle:.0} MB | {:.0} MB |", serving.resident_megabytes());
}
