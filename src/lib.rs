//! The CCW reporting portal: who is bound by what, which national reports are due, and
//! (as it grows) their filing, validation, circulation and publication.
//!
//! # One page for the whole
//!
//! ```text
//! data files (States, treaty actions, instruments, regimes, form sets, obligations, rules, deadlines, office days)
//!        |  embedded; `import` shows and applies differences
//!        v
//! domain  pure rules: bound(state, instrument, day), due(party, cycle), checklist and findings of a report
//!        ^                         ^
//!        | values                  | values
//! store  SQLite or PostgreSQL      app   use cases: load, decide, persist
//! files  a folder, by hash          ^
//! document  values to PDF           |
//!                                   |
//!                        web (pages)   cli (commands)   main.rs
//! ```
//!
//! A report: bytes of a file become a [`domain::report::Report`] or all that keeps them from being one;
//! [`domain::validation::check`] takes it with the register, its form set, the State's other reports,
//! what is observed outside and a day, and gives [`domain::validation::Finding`]s and a
//! [`domain::checklist::Checklist`]; [`text`] makes sentences of them.
//!
//! A [`domain::request::Request`] (Pool of Experts, assistance, sponsorship) is read and checked in the same way, by
//! [`domain::validation::check_request`]; so far only as a file.
//!
//! A filing: what is typed is kept as typed, by field ([`domain::draft`]), in sections that are saved apart;
//! [`domain::draft::compose`] makes a report file of it, which is checked and, with its warnings confirmed,
//! stored in canonical form as a submission that nothing changes. What is done with it afterwards are acts, and
//! where it stands follows from them ([`domain::filing`]); what was recalled counts for nothing, and what follows a
//! filing that stands is a correction or an update. [`domain::access`] decides who may do what.
//!
//! Answers of the State's other reports are offered where they answer the same question ([`domain::reuse`], data in
//! `matters.toml`) and taken only by somebody (`app/reusing.rs`): the draft saves them as typed, a row of `draft_reuses`
//! keeps the digest of what was seen, and a source that reads otherwise by now is told on the form.
//!
//! Clearance of a draft is the State's own affair (`app/clearing.rs`): entries say who asked, who cleared what, by its
//! digest, and who returned it; nothing waits for it, and no remark leaves the State's desk.
//!
//! Readers: `app/opening.rs` says which filings an audience may see and how much of each, an
//! [`domain::report::Opening`], and pages, JSON and documents ask it alone. A correction changes no day of receipt.
//! Whoever holds a fingerprint asks `app/verifying.rs` to what it belongs, and learns no more than they may read.
//! Filed reports never change, so they are kept in memory: as read (`app/known.rs`) for the rules and the desk, as
//! lines (`app/filings.rs`) for every list; a draft is kept as checked (`app/drafting/checking.rs`). A number in
//! `revisions`, counted up by the act that changes something, tells each time whether they still hold.
//!
//! What a State sent on paper or by e-mail the secretariat files for it (`app/on_behalf.rs`): a cover and the original,
//! no word of which is typed again. The day the original came is the day of receipt everywhere; what came later is a
//! correction or an update of what stands, and changes neither its words nor that day. It is looked over as it will stand
//! before it is filed, its document waiting with the form meanwhile (`app/waiting.rs`), and each point that is odd is
//! confirmed and kept with it (`app/doubts.rs`); what was filed by mistake is taken back with a reason while no party has
//! it, and nothing is asked about it then. An answer that came another way is recorded in its words (`app/asking.rs`),
//! and says where they are from; recorded by mistake, it is taken back with a reason and leaves the database no more.
//!
//! What is said of one period is not said of the next: fields of figures and acts of the period (`of_period` in the form
//! sets) stay behind when an earlier report is carried over, and *unchanged since* does not stand for them.
//!
//! A report in free format is sorted by the desk (`app/classifying.rs`): a row of `classifications` for each form says
//! where the original speaks of it. The rows come with the submission and are no part of its document; checklist, pages,
//! JSON and PDF say *in the original* as far as an audience may see the form.
//!
//! An act on a filing is looked over first (`app/desk_review.rs`): rules of section 9 hold what was filed, its digest and
//! what its public page would show against each other, say on the page what they find, and stop the act it stands against.
//!
//! A form is never lost: where somebody else wrote meanwhile, the session ended or the database takes nothing, it
//! comes back whole (`web/desk/saving.rs`, `web/unsaved.rs`); `web/static/autosave.js` saves it in the background
//! through the same use case. A form sent twice does nothing twice.
//!
//! A reminder: [`domain::reminder::plan()`] makes letters of steps, deadlines, reports, contacts and a day; nothing
//! of it is stored but what became of a letter (`store/reminders.rs`). `app/reminding/` loads the facts and writes
//! what is due; the outbox and [`mail`] do the rest. Nothing goes before an administrator has released letters. Whoever
//! wants none that ask for nothing says so by the link of one, or on the page of the account (`app/courtesy.rs`).
//!
//! A request: [`web`]'s table of URLs finds the handler; a public page that is kept goes
//! out as it is, unless somebody is signed in, who is named on it; otherwise its page struct is filled from the [`app::Edition`] in memory,
//! its template rendered, the bytes compressed, kept and sent. The edition is replaced, and
//! with it every kept page, when the day changes in Geneva, something was published, or the register in the database
//! has another revision; the database is asked at most once a second.
//!
//! # Rings
//!
//! `domain` <- `store`, `files`, `document` <- `app`, `mail` <- `web`, `worker` <- `cli` <- `main.rs`; `text`, `clock`, `config` and
//! `telemetry` stand beside them. A ring uses those to its left; `tests/portal/without_database/tidy.rs` reads
//! the `use` lines and fails on an arrow that points outwards.
//!
//! | Folder | Holds |
//! |---|---|
//! | [`domain`] | the rules, pure; data files lie beside the code that reads them |
//! | [`store`] | the only diesel: both engines behind one `Db`, migrations, backup |
//! | [`files`] | documents that come with reports: kept by their hash, told apart by their content |
//! | `document` | reports and receipts as PDF, where the feature `pdf` is on; templates and fonts in `templates/documents/` |
//! | [`app`] | use cases, and the running [`app::Portal`] |
//! | [`mail`] | the only e-mail: letters of the outbox become messages and leave |
//! | [`web`] | the only actix: URLs, pages, kept pages, errors, probes |
//! | [`worker`] | the only loops: seal, plan reminders, tidy, deliver; beside the web, or as a process of their own |
//! | [`cli`] | the only clap: one file a command |
//! | [`text`] | every sentence a person reads, from `templates/text/` |
//! | `templates/` | one folder per web module, same names; `parts/` is shared |
//! | `packaging/` | for operators: units, container, settings, and the procedures |
//! | `migrations/` | two mirrored trees, same names, real `down.sql` |
//! | `tests/portal/` | one test binary, run on both engines; `browser/` in a real Chromium; `killed.rs` and `full_disk.rs` with the real process |
//! | `tests/samples/` | illustrations of reports and requests; `tests/fuzz/` feeds anything to the reader of report files |
//! | `benches/` | floors and ratios |
//!
//! # What holds everywhere
//!
//! - A national page works with a [`domain::access::ForParty`], which names its State and which only `access` makes.
//! - Nothing is sent during a request: a letter is a row of the outbox, in the transaction that caused it; [`worker`]
//!   takes it from there, and then what opens a door is taken out of the row.
//! - Passwords, sessions and links are stored as hashes only.
//! - Time enters as an argument; [`clock`] holds the only *now* that any rule or record sees (ids in
//!   time order are made in [`store`]). A deadline is a date in Geneva.
//! - One place lists URLs (`web/routes.rs`), one renders an error (`web/error.rs`).
//! - A file is called by its hash, is what its content says, and is only ever given as a download. One that no row
//!   names is of a process that died, or of a filing on behalf that nobody went on with, and goes (`app/sweeping.rs`).
//! - No status is stored that can be derived: *bound*, *due*, *in force* are computed from acts.
//! - Rules, checklists and answers are bound to keys of forms and fields; letters and labels are data.
//! - The domain speaks codes; sentences are keys of the catalogue. No sentence judges a State.
//! - Instruments, regimes, forms, obligations, deadlines and holidays are data; what is recalled is marked so. Rules and
//!   form sets can be replaced by versions in the database (`domain/data_version/`, `app/data_versions.rs`), which are
//!   tried on every filing first (`app/rechecking.rs`); filings keep the forms they answered, and a draft is taken over into
//!   other forms by somebody, who is shown what has no place there (`app/drafting/taking_over.rs`).
//! - One write is one transaction with its audit entry, answered when it is on the disk; entries wait in a table to
//!   be sealed into a chain of hashes, soon after and in any order of commits. `tests/portal/killed.rs` kills the program to see.
//! - Every public answer can be revalidated (ETag); nothing is loaded from another site.
//!
//! # What is deliberately absent
//!
//! Repository traits and mocks (tests use both real engines); JavaScript that a page needs;
//! inline script and style; maps; a global configuration; any figure about reporting before
//! the history of reports has been entered.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
#[cfg(feature = "pdf")]
pub mod document;
pub mod domain;
pub mod files;
pub mod mail;
pub mod store;
mod telemetry;
pub mod text;
pub mod web;
pub mod worker;
