//! The pure rules: reading the register, and what is due.

use std::hint::black_box;
use std::time::Instant;

use ccw_portal::domain::calendar::{Cycle, ReportingRules, due};
use ccw_portal::domain::treaty::Register;

const TIMES: u32 = 200;
/// The newest cycle.
const LAST: i32 = 2027;

pub(crate) fn print() {
    println!("| Rules | µs |\n|---|---|");
    line("read the register from its data files", || {
        black_box(Register::embedded().unwrap());
    });
    let (register, rules) = (Register::embedded().unwrap(), ReportingRules::embedded().unwrap());
    let due_in = |year: i32| {
        let cycle = Cycle::new(year).unwrap();
        register.states().for_each(|state| drop(black_box(due(&register, &rules, state.iso3, cycle))));
    };
    line("what is due from all 197 States in a cycle", || due_in(LAST));
    line("the same of all cycles since 2008", || (2008..=LAST).for_each(due_in));
}

pub(crate) fn line(name: &str, work: impl Fn()) {
    let best = (0..TIMES).map(|_| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64() * 1e6
    });
    println!("| {name} | {:.0} |", best.fold(f64::MAX, f64::min));
}
