//! The pure rules: reading the register, and what is due.

use std::hint::black_box;
use std::time::Instant;

use ccw_portal::domain::calendar::{Cycle, ReportingRules, due};
use ccw_portal::domain::treaty::Register;

const TIMES: u32 = 200;

pub(crate) fn print() {
    println!("| Rules | µs |\n|---|---|");
    line("read the register from its data files", || {
        black_box(Register::embedded().unwrap());
    });
    let (register, rules) = (Register::embedded().unwrap(), ReportingRules::embedded().unwrap());
    let cycle = Cycle::new(2027).unwrap();
    line("what is due from all 197 States in a cycle", || {
        for state in register.states() {
            black_box(due(&register, &rules, state.iso3, cycle));
        }
    });
}

pub(crate) fn line(name: &str, work: impl Fn()) {
    let best = (0..TIMES).map(|_| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64() * 1e6
    });
    println!("| {name} | {:.0} |", best.fold(f64::MAX, f64::min));
}
