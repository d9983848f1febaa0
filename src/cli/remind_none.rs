//! `remind --explain` as text: who gets no letter, by reason and State, so that it can be read at night. JSON has each one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::code::Iso3;
use crate::domain::reminder::{NoLetter, Reason};
use crate::text::Text;

/// Letters to one State that one reason keeps back.
#[derive(Default)]
struct Kept<'p> {
    count: usize,
    days: BTreeSet<NaiveDate>,
    about: BTreeSet<String>,
    addresses: BTreeSet<&'p str>,
}

/// Prints a line for each reason, and under it one for each State, unless the reason is one that nobody has to look into.
pub(super) fn print(text: &Text, none: &[NoLetter<'_>]) {
    let mut reasons: BTreeMap<Reason, BTreeMap<Iso3, Kept<'_>>> = BTreeMap::new();
    for one in none {
        reasons.entry(one.reason).or_default().entry(one.party).or_default().add(text, one);
    }
    // What an address or a person keeps back comes first, and last that nothing is asked.
    for (reason, states) in reasons.iter().rev() {
        let count: usize = states.values().map(|kept| kept.count).sum();
        let figures = [
            ("reason", text.say(&format!("no-letter-{}", reason.key())).into()),
            ("count", count.into()),
            ("states", states.len().into()),
        ];
        say!("{}", text.with_all("remind-none", figures));
        if !is_common(*reason) {
            states.iter().for_each(|(party, kept)| say!("  {party}  {}", kept.line(text)));
        }
    }
}

/// It follows from who is bound, from what came and from what was written: nobody has to look into it.
fn is_common(reason: Reason) -> bool {
    matches!(reason, Reason::NotAsked | Reason::Filed | Reason::Written)
}

impl<'p> Kept<'p> {
    fn add(&mut self, text: &Text, one: &NoLetter<'p>) {
        self.count += 1;
        self.days.extend(one.occasion.map(|occasion| occasion.send_on));
        let about = one.regime.map_or_else(|| text.say("remind-contact"), |regime| text.regime(regime));
        self.about.insert(format!("{about} {}", one.cycle));
        self.addresses.extend(one.recipient.map(|recipient| recipient.address.as_str()));
    }

    fn line(&self, text: &Text) -> String {
        let day = |day: Option<&NaiveDate>| day.map(ToString::to_string).unwrap_or_default();
        let about: Vec<_> = self.about.iter().cloned().collect();
        let figures = [
            ("count", self.count.into()),
            ("first", day(self.days.first()).into()),
            ("last", day(self.days.last()).into()),
            ("about", text.list(&about).into()),
        ];
        let addresses = self.addresses.iter().map(|address| format!(" <{address}>"));
        format!("{}{}", text.with_all("remind-none-state", figures), addresses.collect::<String>())
    }
}
